"""What Keras offers, as data: layer kinds, activations, optimizers, losses… with parameters, defaults, help.

Read from `resources/catalogue/keras.json`, which `python -m desktop_nn.engine.catalogue_generator` makes from the
installed Keras (a test compares). Reading it imports no Keras.
"""

from desktop_nn.catalogue.catalogue import Catalogue, load
from desktop_nn.catalogue.kinds import MERGING_KINDS, Group, Kind, Parameter, ParameterKind, Port

__all__ = ["MERGING_KINDS", "Catalogue", "Group", "Kind", "Parameter", "ParameterKind", "Port", "load"]
