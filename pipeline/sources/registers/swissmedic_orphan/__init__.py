"""Swissmedic's list of medicines with orphan status."""
