"""Tests of giving the model away from the window."""
