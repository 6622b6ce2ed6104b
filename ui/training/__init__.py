"""The training panel: optimizer, losses and metrics of each output, callbacks, and the size of a run."""
