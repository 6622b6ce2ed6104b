"""Tests of the data room: sources, splits, preprocessing, bindings, prepared arrays."""
