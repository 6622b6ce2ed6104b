"""Tests of ui/palette."""
