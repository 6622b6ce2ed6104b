"""Runs: the bar that shows the one under way, the list of all, and TensorBoard."""
