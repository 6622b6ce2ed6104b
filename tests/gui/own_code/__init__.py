"""Tests of the editor for layers in Python."""
