"""Tests of ui/outline."""
