"""Health Canada's Register of Innovative Drugs."""
