"""Writes operations on tensors into an .h5 so that Keras's own `load_model` opens it.

WORKAROUND: Keras 3 leaves out of an .h5 in which module an operation lies, and then takes `Multiply` for the layer of
that name or says “Unknown layer”; in a .keras it writes it, and reads it in an .h5 as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop_nn.engine.model_files import operation_calls


def with_modules(model_config: str) -> str:
    """The model's configuration as text, in which operations on tensors say where they lie; all else stays."""
    config = json.loads(model_config)
    return json.dumps(config) if _complete(config) else model_config


def _complete(model: Any) -> bool:
    """Complete all operations of a model and of those inside it; whether there were any."""
    config = model.get("config") if isinstance(model, dict) else None
    layers = config.get("layers") if isinstance(config, dict) else None
    found = False
    for entry in layers if isinstance(layers, list) else ():
        found = _complete(entry) or _completed(entry) or found
    return found


def _completed(entry: Any) -> bool:
    operation = operation_calls.find(entry) if isinstance(entry, Mapping) and "module" not in entry else None
    if operation is None or not isinstance(entry, dict):
        return False
    entry.update(module=operation.module, registered_name=operation.class_name)
    return True
