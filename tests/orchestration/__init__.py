"""Tests of `pipeline.orchestration`."""
