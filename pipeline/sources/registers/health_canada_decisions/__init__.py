"""Health Canada's regulatory decision summaries; facts only, no parser."""
