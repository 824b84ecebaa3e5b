"""Swissmedic's summary reports on authorisations; facts only, no parser."""
