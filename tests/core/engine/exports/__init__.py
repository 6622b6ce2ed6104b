"""Tests of the forms in which models are given away: each is run, and says what the model says."""
