"""The report on the model file that was opened: what it is, what was changed, what is lost or locked."""
