"""What the catalogue says about the kind of a layer, also where it does not know the kind."""

from __future__ import annotations

from desktop_nn.catalogue import Kind, Parameter, load
from desktop_nn.graph.model import INPUT_KIND, Layer

_UNKNOWN = "This Keras has no layer of this kind. Its parameters are kept exactly as they are."


def kind_of(layer: Layer) -> Kind:
    """The layer's kind; for an unknown one a kind whose parameters are those of the config, as JSON."""
    known = load().find("layers", layer.kind)
    if known is not None:
        return known
    parameters = tuple(Parameter(name, "json", default=value) for name, value in layer.config.items())
    return Kind("layers", layer.kind, "", category="other", summary=_UNKNOWN, parameters=parameters)


def category_of(kind: Kind) -> str:
    """The category whose icon and colour stand for the kind; inputs have their own."""
    return "input" if kind.name == INPUT_KIND else kind.category


def docs_url(kind: Kind) -> str:
    """The address of the kind's documentation."""
    return kind.url or f"https://www.tensorflow.org/api_docs/python/tf/{kind.path.replace('.', '/')}"
