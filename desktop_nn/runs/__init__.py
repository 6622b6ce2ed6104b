"""Run folders on disk, the library of all runs, and TensorBoard's command line. No Keras here."""
