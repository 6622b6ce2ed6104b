"""Tests of the runs panel, the run bar and the table of runs."""
