"""What a run is: its choices, its frozen events, and the metric log that charts read. No Keras here."""
