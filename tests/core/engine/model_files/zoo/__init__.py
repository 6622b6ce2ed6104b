"""A zoo of models: each is written once with what Keras 2 and Keras 3 have in common, and made with both."""

from tests.core.engine.model_files.zoo import others, plain_layers, sequences, structures, training
from tests.core.engine.model_files.zoo.case import CASES, Case, Writer

__all__ = ["CASES", "Case", "Writer", "others", "plain_layers", "sequences", "structures", "training"]
