"""Tests of run folders, the library of runs, and TensorBoard."""
