"""Tests of ui/actions."""
