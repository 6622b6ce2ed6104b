"""Tests of ui/code."""
