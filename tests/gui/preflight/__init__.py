"""Tests of the pre-flight panel, its chart, and the control behind it."""
