"""Tests of ui/problems."""
