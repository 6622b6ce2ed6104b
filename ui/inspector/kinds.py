"""What the catalogue says about the kind of a layer, also where it does not know the kind."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_nn.catalogue import Kind, Parameter, load
from desktop_nn.graph.model import INPUT_KIND, Layer
from desktop_nn.graph.own_layers import own_class

_UNKNOWN = "Neither Keras nor the project has a layer of this kind. Its parameters are kept exactly as they are."

_NESTED = Kind("layers", "Model", "keras.Model", category="model", summary="A model of its own, used as one layer.")


def kind_of(layer: Layer) -> Kind:
    """The layer's kind; for a kind that Keras does not have, one whose parameters are those of the config, as JSON."""
    if layer.model is not None:
        return _NESTED
    found = own_class(layer)
    known = found.kind if found is not None else load().find("layers", layer.kind)
    if known is not None:
        return known
    parameters = tuple(Parameter(name, "json", default=value) for name, value in layer.config.items())
    return Kind("layers", layer.kind, "", category="other", summary=_UNKNOWN, parameters=parameters)


def common_kind(kinds: Sequence[Kind]) -> Kind | None:
    """What several kinds have in common, as a kind: parameters that mean the same in all of them. None if nothing."""
    first, others = kinds[0], kinds[1:]
    if not others:
        return first
    shared = tuple(
        item for item in first.parameters if all(_same_meaning(item, other) for other in others) and item.name != "name"
    )
    if not shared or not all(kind.path and kind.name != INPUT_KIND for kind in kinds):
        return None
    name = " and ".join(sorted(kind.name for kind in kinds))
    return Kind("layers", name, "several", category="other", parameters=shared)


def _same_meaning(parameter: Parameter, kind: Kind) -> bool:
    other = kind.parameter(parameter.name)
    return other is not None and (other.kind, other.default, other.required, other.choices, other.length) == (
        parameter.kind, parameter.default, parameter.required, parameter.choices, parameter.length
    )  # fmt: skip


def category_of(kind: Kind) -> str:
    """The category whose icon and colour stand for the kind; inputs have their own."""
    return "input" if kind.name == INPUT_KIND else kind.category


def docs_url(kind: Kind) -> str:
    """The address of the kind's documentation."""
    return kind.url or f"https://www.tensorflow.org/api_docs/python/tf/{kind.path.replace('.', '/')}"
