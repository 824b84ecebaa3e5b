"""Tests of `pipeline.release`."""
