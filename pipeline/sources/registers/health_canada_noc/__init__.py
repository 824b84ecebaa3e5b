"""Health Canada's notices of compliance."""
