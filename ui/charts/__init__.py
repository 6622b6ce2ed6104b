"""Live charts of a run: one chart a metric, training and validation in the same two colours everywhere."""
