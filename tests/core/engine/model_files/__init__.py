"""Tests of model files: opened as data, saved whole, restored exactly."""
