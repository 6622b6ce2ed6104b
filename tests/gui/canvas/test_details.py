"""A layer's key parameters in a few words."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_nn.catalogue import load
from desktop_nn.graph.model import Layer
from ui.canvas.details import key_parameters


@pytest.mark.parametrize(
    ("kind", "config", "text"),
    [
        ("Dense", {"units": 300, "activation": "relu"}, "300 · relu"),
        ("Dense", {"units": 1}, "1"),
        ("Dense", {"units": 9, "use_bias": False}, "9 · no bias"),
        ("Conv2D", {"filters": 32, "kernel_size": [3, 3], "strides": [2, 2]}, "32 · 3 × 3 · strides 2 × 2"),
        ("InputLayer", {"shape": [28, 28]}, "28 × 28"),
        ("InputLayer", {"shape": [None, 8]}, "? × 8"),
        ("InputLayer", {"shape": []}, "scalar"),
        ("Dropout", {"rate": 0.5}, "0.5"),
        ("LSTM", {"units": 64, "return_sequences": True}, "64 · return_sequences"),
        ("Dense", {"units": 2, "kernel_initializer": "he_normal"}, "2 · kernel_initializer he_normal"),
        ("Bidirectional", {"layer": {"class_name": "LSTM", "config": {"units": 3}}}, "LSTM"),
        ("Flatten", {}, ""),
        ("Unheard", {"a": 1}, ""),
    ],
)
def test_that_parameters_read_well(kind: str, config: dict[str, Any], text: str) -> None:
    assert key_parameters(Layer("l", kind, "x", config), load().layers.get(kind)) == text
