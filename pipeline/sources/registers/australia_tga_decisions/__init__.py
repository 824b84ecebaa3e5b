"""The TGA's decision summaries on prescription medicines; facts only, no parser."""
