"""Swissmedic's lists of authorised medicines for humans, packages and extended."""
