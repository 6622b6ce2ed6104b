"""Tests of the weights panel."""
