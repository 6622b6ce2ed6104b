"""Tests of weights as values."""
