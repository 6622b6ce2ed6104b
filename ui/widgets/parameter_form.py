"""A form for the parameters of one catalogue kind: layers, optimizers, losses, callbacks, all alike.

It knows the catalogue but no document: it is given a config, and tells what the user changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind, Parameter
from ui.theme.theme import theme
from ui.widgets.collapsible import Collapsible
from ui.widgets.fields.field import Field, same
from ui.widgets.help_box import HelpBox
from ui.widgets.parameter_row import ParameterRow, title_of

_LABEL_WIDTHS = (72, 124)


class ParameterForm(QWidget):
    """Common parameters first, the others folded away under "More".

    `changed(name, value, final)` tells an edit; `final` is False while the user is still typing, so that steps can
    be merged. The value is a JSON value; one equal to the default means: drop it from the config. Entries that
    Keras would refuse are marked and never sent. `parameter_focused(parameter)` tells where the keyboard is.
    """

    changed = Signal(str, object, bool)
    parameter_focused = Signal(object)
    more_toggled = Signal(bool)

    def __init__(
        self, kind: Kind, *, hidden: Collection[str] = (), nested: bool = False, help_line: bool = False
    ) -> None:
        """`hidden` names parameters that are edited elsewhere; `help_line` adds the focused one's help below."""
        super().__init__()
        self.kind = kind
        self.setObjectName(f"form_{kind.name}")
        self._config: dict[str, Any] = {}
        self._mixed: frozenset[str] = frozenset()
        self._rows: dict[str, ParameterRow] = {}
        shown = [item for item in kind.parameters if item.name not in hidden and not (nested and _unneeded(item))]
        first = [item for item in shown if item.common or item.required] or ([] if nested else shown)
        self._later = [item for item in shown if item not in first]
        self._label_width = _label_width(shown)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        for parameter in first:
            self._column.addWidget(self._row(parameter))
        self.more: Collapsible | None = self._add_more() if self._later else None
        if help_line:
            box = HelpBox()
            self.parameter_focused.connect(box.show_parameter)
            self._column.addWidget(box)

    def set_config(self, config: Mapping[str, Any], *, mixed: Collection[str] = (), anew: bool = False) -> None:
        """Show a config (only what differs from the defaults); sends nothing.

        A line that is being typed into is left alone if it means the same. `mixed` names parameters whose values
        differ among several selected layers. `anew` says that another object is shown: refused entries go.
        """
        self._config = dict(config)
        self._mixed = frozenset(mixed)
        for row in self._rows.values():
            self._fill(row, anew)
        self._count_changes()

    def config(self) -> dict[str, Any]:
        """The config as the form shows it: what was set and what the user changed, without defaults."""
        return dict(self._config)

    def field(self, name: str) -> Field:
        """The field of a parameter; opens "More" if it lies there. Raises KeyError for an unknown name."""
        if name not in self._rows and self.more is not None:
            self.more.set_open(True)
        return self._rows[name].field

    def row(self, name: str) -> ParameterRow:
        """The whole line of a parameter; opens "More" if it lies there. Raises KeyError for an unknown name."""
        self.field(name)
        return self._rows[name]

    def set_label_width(self, pixels: int) -> None:
        """Make all labels this wide."""
        self._label_width = pixels
        for row in self._rows.values():
            row.set_label_width(pixels)

    def set_more_open(self, open_: bool) -> None:
        """Unfold or fold the rarer parameters, if there are any."""
        if self.more is not None:
            self.more.set_open(open_)

    def _add_more(self) -> Collapsible:
        more = Collapsible("More", self._make_more, name=f"more_{self.kind.name}")
        more.toggled.connect(self.more_toggled)
        self._column.addWidget(more)
        return more

    def _make_more(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for parameter in self._later:
            row = self._row(parameter)
            column.addWidget(row)
            self._fill(row, anew=True)
        return body

    def _row(self, parameter: Parameter) -> ParameterRow:
        row = ParameterRow(parameter, self._label_width)
        row.edited.connect(lambda value, final: self._edited(parameter, value, final))
        row.parameter_focused.connect(self.parameter_focused)
        self._rows[parameter.name] = row
        return row

    def _fill(self, row: ParameterRow, anew: bool) -> None:
        parameter = row.parameter
        if parameter.name in self._mixed:
            row.set_mixed()
        else:
            row.set_value(self._config.get(parameter.name, parameter.default), anew=anew)

    def _edited(self, parameter: Parameter, value: Any, final: bool) -> None:
        self._mixed -= {parameter.name}
        if same(value, parameter.default):
            self._config.pop(parameter.name, None)
        else:
            self._config[parameter.name] = value
        self._count_changes()
        self.changed.emit(parameter.name, value, final)

    def _count_changes(self) -> None:
        if self.more is None:
            return
        count = sum(item.name in self._config or item.name in self._mixed for item in self._later)
        self.more.set_title(f"More ({count} changed)" if count else "More")


def _unneeded(parameter: Parameter) -> bool:
    """A nested object gets its name and its dtype from the object around it."""
    return parameter.name in ("name", "dtype") and not parameter.required


def _label_width(parameters: Collection[Parameter]) -> int:
    """Wide enough for the longest name, within limits; longer names wrap."""
    metrics = QFontMetrics(theme.font())
    low, high = _LABEL_WIDTHS
    widest = max((metrics.horizontalAdvance(title_of(item)) for item in parameters), default=0)
    # Large text wraps rather than take the room of the fields: a panel does not grow with the text.
    return round(min(max(widest * 1.08 + 10, low), high * min(theme.scale, 1.15)))
