"""Health Canada's drug product database."""
