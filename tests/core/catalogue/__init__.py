"""Tests of the catalogue: the generated file, its look-up, search and checks of values."""
