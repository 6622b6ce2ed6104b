"""Writes models as Keras 2 wrote them, so that TensorFlow 2.0 to 2.15 opens them: configuration, weights, optimizer.

Keras 2 itself is not needed: what it takes stands in `resources/catalogue/keras2.json`. Reading such files is
`model_files`'s work.
"""
