"""Tests of generated code, notebooks and pictures."""
