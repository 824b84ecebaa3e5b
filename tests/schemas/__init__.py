"""Tests of the declarations and their projections."""
