"""Tests: core/ mirrors desktop_nn/, gui/ mirrors ui/, stories/ what a user does from start to end."""
