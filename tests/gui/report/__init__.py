"""Tests of the report on an opened file."""
