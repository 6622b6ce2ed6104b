"""Tests of the core, without a screen."""
