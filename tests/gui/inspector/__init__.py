"""Tests of ui/inspector."""
