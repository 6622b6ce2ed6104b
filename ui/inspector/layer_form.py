"""The parameters of the selected layers (those that all have, if they are several), wired to the document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind, Parameter
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Layer
from ui.inspector.kinds import common_kind, kind_of
from ui.session import Session
from ui.theme.theme import theme
from ui.widgets.fields.field import same
from ui.widgets.parameter_form import ParameterForm
from ui.widgets.parameter_row import title_of

_ELSEWHERE = ("name", "input_tensor")
"""Parameters that have a place of their own, or none in a drawing."""


class LayerForm(QWidget):
    """Keeps one form as long as the kind stays the same, so that typing is never disturbed."""

    parameter_focused = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.form: ParameterForm | None = None
        self._layers: tuple[str, ...] = ()
        self._more_open = False
        self._scale = theme.scale
        theme.changed.connect(self._scale_text)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_layers(self, layer_ids: tuple[str, ...]) -> None:
        """Show what the layers have in common; values in which they differ are shown as such."""
        layers = [self.session.graph.layers[id] for id in layer_ids]
        anew, self._layers = layer_ids != self._layers, layer_ids
        kind = common_kind([kind_of(layer) for layer in {layer.kind: layer for layer in layers}.values()])
        if self.form is None or kind is None or not _fits(self.form.kind, kind):
            self._replace(kind)
        if self.form is not None and kind is not None:
            config, mixed = common_config(kind, layers)
            self.form.set_config(config, mixed=mixed, anew=anew)

    def clear(self) -> None:
        """Show no form."""
        self._layers = ()
        self._replace(None)

    def _scale_text(self) -> None:
        """Labels have a width in pixels: another text size needs a new form."""
        if theme.scale != self._scale:
            self._scale, layers = theme.scale, self._layers
            self._replace(None)
            if layers and all(id in self.session.graph.layers for id in layers):
                self.show_layers(layers)

    def _replace(self, kind: Kind | None) -> None:
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if kind is not None and kind.parameters:
            self.form = ParameterForm(kind, hidden=_ELSEWHERE)
            self.form.setEnabled(bool(kind.path))  # what a kind unknown to Keras holds is kept exactly
            self.form.set_more_open(self._more_open)
            self.form.changed.connect(self._edit)
            self.form.parameter_focused.connect(self.parameter_focused)
            self.form.more_toggled.connect(self._remember_more)
            self._column.addWidget(self.form)

    def _remember_more(self, open_: bool) -> None:
        self._more_open = open_

    def _edit(self, name: str, value: Any, final: bool) -> None:
        if self.form is None:
            return
        kind, ids = self.form.kind, self._layers
        parameter = kind.parameter(name)
        title = title_of(parameter).lower() if parameter else name

        def change(graph: Graph) -> Graph:
            return reduce(lambda now, id: _set(now, id, name, value), ids, graph)

        where = self.session.graph.layers[ids[0]].name if len(ids) == 1 else f"{len(ids)} layers"
        self.session.edit_graph(f"Set {title} of {where}", change, merge=f"set {name} of {' '.join(ids)}")
        if final:
            self.session.end_gesture()


def common_config(kind: Kind, layers: list[Layer]) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The config of the first layer, and the names of the parameters in which the layers differ."""
    first = layers[0]
    rest = [layer for layer in layers[1:] if layer.config != first.config]  # of ten thousand most are alike
    mixed = [
        item.name
        for item in kind.parameters
        if any(not same(_value(first, item), _value(other, item)) for other in rest)
    ]
    return first.config, tuple(mixed)


def _value(layer: Layer, parameter: Parameter) -> Any:
    return layer.config.get(parameter.name, None if parameter.required else parameter.default)


def _set(graph: Graph, layer: str, name: str, value: Any) -> Graph:
    return edits.configure(graph, layer, {name: value}, kind_of(graph.layers[layer]).defaults)


def _fits(shown: Kind, wanted: Kind) -> bool:
    return shown is wanted or shown == wanted
