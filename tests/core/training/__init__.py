"""Tests of the training room: choices, events, the order of samples, checks of losses."""
