"""The pre-flight on the screen: checks made before a training, and the curve of the learning-rate test."""
