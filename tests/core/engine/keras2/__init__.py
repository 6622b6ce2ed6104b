"""Tests of files for TensorFlow 2.0–2.15: their layout, and what Keras 2 itself makes of them."""
