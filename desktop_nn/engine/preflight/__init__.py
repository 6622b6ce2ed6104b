"""The pre-flight: a project is tried for some seconds before it is trained, and nothing of a training is touched."""
