"""Giving the model away: the dialog that asks in which form, and the work on the files' worker."""
