"""The training panel and the control of a run."""
