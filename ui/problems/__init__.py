"""The panel that lists what is wrong with the model, its data and its training choices."""
