"""Tests of the pre-flight and of the learning-rate range test, on real models."""
