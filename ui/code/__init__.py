"""Two readings of the drawing: the Keras script that does the same, and the summary table of the model."""
