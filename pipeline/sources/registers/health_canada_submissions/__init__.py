"""Health Canada's list of submissions under review, and how each ended."""
