"""The parameters of the selected layers (one, or several of one kind), wired to the document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Layer
from ui.inspector.kinds import kind_of
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
        """Show layers of one kind; values in which they differ are shown as such."""
        layers = [self.session.graph.layers[id] for id in layer_ids]
        anew, self._layers = layer_ids != self._layers, layer_ids
        kind = kind_of(layers[0])
        if self.form is None or not _fits(self.form.kind, kind):
            self._replace(kind)
        if self.form is not None:
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
            return reduce(lambda now, id: edits.configure(now, id, {name: value}, kind.defaults), ids, graph)

        where = self.session.graph.layers[ids[0]].name if len(ids) == 1 else f"{len(ids)} layers"
        self.session.edit_graph(f"Set {title} of {where}", change, merge=f"set {name} of {' '.join(ids)}")
        if final:
            self.session.end_gesture()


def common_config(kind: Kind, layers: list[Layer]) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The config of the first layer, and the names of the parameters in which the layers differ."""
    first, rest = layers[0].config, layers[1:]
    defaults = kind.defaults
    mixed = [
        item.name
        for item in kind.parameters
        if any(
            not same(_value(first, defaults, item.name), _value(other.config, defaults, item.name)) for other in rest
        )
    ]
    return first, tuple(mixed)


def _value(config: Mapping[str, Any], defaults: Mapping[str, Any], name: str) -> Any:
    return config.get(name, defaults.get(name))


def _fits(shown: Kind, wanted: Kind) -> bool:
    return shown is wanted or (not wanted.path and shown == wanted)
