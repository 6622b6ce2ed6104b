"""Tests of the engine: shapes, build, compile, fit, evaluate, predict."""
