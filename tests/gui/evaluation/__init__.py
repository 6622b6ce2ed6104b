"""Tests of the evaluation panel."""
