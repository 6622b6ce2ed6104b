"""Vocabularies that an archive keeps in text files of its own, put into the configuration of the layers they are of.

Keras writes what a layer has learnt by `adapt` into `assets/<the layer's group>/vocabulary.txt`, one token a line, and
its idf weights beside the variables of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from desktop_nn.engine.model_files.refusals import DAMAGED, refused

IDF: Final = "idf_weights"
ROOT: Final = "assets/"
NAME: Final = "vocabulary.txt"
Groups: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""Of a model the groups of its layers, by layer name."""
_INSIDE: Final = "_lookup_layer"
_KINDS: Final = frozenset({"TextVectorization", "StringLookup", "IntegerLookup"})


def with_vocabularies(
    model: Mapping[str, Any], texts: Mapping[str, str], idf: Mapping[str, Sequence[float]], groups: Groups
) -> Mapping[str, Any]:
    """The model's configuration with the vocabularies of `texts`, by path in the archive; `idf` by group of the layer.

    Raises ProblemError for a vocabulary of a layer that is not there or has none.
    """
    left = {path: text for path, text in texts.items() if f"{_INSIDE}/" not in path}
    found = _filled(model, "layers", left, idf, groups)
    if left:
        what = "It keeps something beside weights for a layer, which cannot be opened yet."
        raise refused(what, "Save the model without that layer.", next(iter(left)))
    return found


def _filled(
    model: Mapping[str, Any],
    place: str,
    left: dict[str, str],
    idf: Mapping[str, Sequence[float]],
    groups: Groups,
) -> Mapping[str, Any]:
    config = model.get("config")
    if not left or not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        return model
    named = groups(model)
    layers = []
    for item in config["layers"]:
        inner = item.get("config") if isinstance(item, dict) else None
        if not isinstance(inner, dict):
            layers.append(item)
            continue
        group = f"{place}/{named.get(str(item.get('name') or inner.get('name')), '')}"
        text = left.pop(f"{ROOT}{group}/{NAME}", None) if str(item.get("class_name")) in _KINDS else None
        if text is not None:
            item = {**item, "config": _learnt(item["class_name"], inner, text, idf.get(group))}  # noqa: PLW2901
        layers.append(_filled(item, f"{group}/layers", left, idf, groups))
    return {**model, "config": {**config, "layers": layers}}


def _learnt(kind: str, config: Mapping[str, Any], text: str, idf: Sequence[float] | None) -> dict[str, Any]:
    """The layer's configuration with its vocabulary, without the tokens that Keras puts before every vocabulary."""
    tokens: list[Any] = text.split("\n")
    if kind == "IntegerLookup":
        try:
            tokens = [int(token) for token in tokens]
        except ValueError:
            raise refused("A vocabulary of whole numbers holds something else.", DAMAGED, NAME) from None
    own = ["", "[UNK]"] if kind == "TextVectorization" else [config.get("mask_token"), config.get("oov_token")]
    first = next((at for at, token in enumerate(tokens) if token not in own), len(tokens))
    found = {**config, "vocabulary": tokens[first:]}
    found.pop("vocabulary_size", None)
    if idf is not None and len(idf) >= len(tokens) - first:
        found[IDF] = [float(value) for value in idf[len(idf) - (len(tokens) - first) :]]
    return found
