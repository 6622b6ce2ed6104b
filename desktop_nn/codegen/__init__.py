"""The project as readable Keras code that needs nothing of ours. No Keras is imported here."""
