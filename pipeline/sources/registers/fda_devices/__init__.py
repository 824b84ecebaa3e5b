"""The FDA's pages on recently approved devices; facts only, no parser."""
