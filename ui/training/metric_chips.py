"""The metrics of an output as chips, with a menu to add more and a form for the one that is selected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind, load
from desktop_nn.training.choices import Configured
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1
from ui.training.configured_form import ConfiguredForm
from ui.training.suitable import kinds
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_button import IconButton
from ui.widgets.styling import label
from ui.widgets.tips import plain

_HIDDEN = ("name", "dtype")


class Chip(QFrame):
    """One metric: its name, which opens its parameters if it has any, and a cross that removes it."""

    selected = Signal(bool)
    removed = Signal()

    def __init__(self, text: str, name: str, has_parameters: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.title = QToolButton(self)
        self.title.setObjectName(f"{name}_title")
        self.title.setText(text)
        self.title.setCheckable(has_parameters)
        self.title.setToolTip(plain(f"Show the parameters of {text}" if has_parameters else text))
        self.title.setMinimumWidth(40)  # a long name is cut in a narrow panel, not the panel
        self.title.toggled.connect(self.selected)
        self.cross = IconButton("x", f"Remove {text}", f"{name}_remove", self, size=12)
        self.cross.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(0)
        row.addWidget(self.title)
        row.addWidget(self.cross)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        c = theme.colours
        self.setStyleSheet(
            f"Chip {{ background: {c.accent_soft}; border: 1px solid transparent; border-radius: 11px; }}"
            f"QToolButton {{ padding: 2px 4px; border-radius: 9px; }}"
            f"QToolButton:checked {{ color: {c.accent}; }}"
        )


class MetricChips(QWidget):
    """`edited(metrics, key, final)` carries all metrics after a change; `key` tells typing in one field apart."""

    edited = Signal(object, str, bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._name = name
        self._metrics: tuple[Configured, ...] = ()
        self._suitable: tuple[str, ...] = ()
        self._selected = -1
        self.menu_shown: QMenu | None = None
        self.chips: list[Chip] = []
        self.add = QPushButton("Add metric")
        self.add.setObjectName(f"{name}_add")
        self.add.setProperty("class", "quiet")
        self.add.setStyleSheet("QPushButton { padding: 2px 8px; }")
        self.add.clicked.connect(self._ask)
        self.form = ConfiguredForm(f"{name}_form", title="", hidden=_HIDDEN)
        self.form.edited.connect(self._edit_selected)
        self.form.hide()
        self.form_title = label("", "small")
        self.form_title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.form_title.hide()
        self._flow_area = QWidget()
        self._flow = FlowLayout(self._flow_area, SPACE_1)
        self._flow.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1 + 2)
        column.addWidget(self._flow_area)
        column.addWidget(self.form_title)
        column.addWidget(self.form)

    def show_metrics(self, metrics: tuple[Configured, ...], suitable: tuple[str, ...]) -> None:
        """Show these metrics; `suitable` names stand first in the menu. Sends nothing."""
        self._suitable = suitable
        same = [metric.kind for metric in metrics] == [metric.kind for metric in self._metrics]
        self._metrics = metrics
        if not same:
            self._selected = -1
            self._make_chips()
        self._show_form()

    def menu(self) -> QMenu:
        """Metrics that suit first, then all by category; those that are there already are left out."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        taken = {metric.kind for metric in self._metrics}
        catalogue = load()
        for name in self._suitable:
            kind = catalogue.find("metrics", name)
            if kind is not None and name not in taken:
                self._offer(menu, kind)
        menu.addSeparator()
        groups: defaultdict[str, list[Kind]] = defaultdict(list)
        for kind in kinds("metrics"):
            groups[kind.category].append(kind)
        for category, members in groups.items():
            submenu = menu.addMenu(category.replace("_", " ").replace("iou", "IoU").capitalize())
            for kind in members:
                self._offer(submenu, kind)
        return menu

    def add_metric(self, name: str) -> None:
        """Add a metric of that kind as the user's wish; one that needs parameters opens its form."""
        self.edited.emit((*self._metrics, Configured(name)), "", True)
        kind = load().find("metrics", name)
        if kind and any(item.required for item in kind.parameters) and self.chips:
            self.chips[-1].title.setChecked(True)

    def _offer(self, menu: QMenu, kind: Kind) -> None:
        action = menu.addAction(kind.name)
        action.setObjectName(f"{self._name}_add_{kind.name}")
        action.setToolTip(plain(kind.summary))
        action.triggered.connect(lambda: self.add_metric(kind.name))

    def _ask(self) -> None:
        if self.menu_shown is not None:
            self.menu_shown.deleteLater()
        self.menu_shown = menu = self.menu()
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _make_chips(self) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.add)
        self.chips = []
        for index, metric in enumerate(self._metrics):
            chip = Chip(metric.kind, f"{self._name}_{index}", has_parameters(metric))
            chip.selected.connect(lambda on, index=index: self._select(index, on))
            chip.removed.connect(lambda index=index: self._remove(index))
            self._flow.addWidget(chip)
            self.chips.append(chip)
        self._flow.addWidget(self.add)
        self._flow_area.updateGeometry()

    def _select(self, index: int, on: bool) -> None:
        self._selected = index if on else -1
        for other, chip in enumerate(self.chips):
            if other != index and on:
                chip.title.setChecked(False)
        self._show_form()

    def _show_form(self) -> None:
        metric = self._metrics[self._selected] if 0 <= self._selected < len(self._metrics) else None
        kind = load().find("metrics", metric.kind) if metric else None
        self.form.show_object(metric, kind)
        self.form_title.setText(f"Parameters of {metric.kind}" if metric else "")
        self.form_title.setVisible(metric is not None)

    def _remove(self, index: int) -> None:
        self.edited.emit((*self._metrics[:index], *self._metrics[index + 1 :]), "", True)
        self.add.setFocus()

    def _edit_selected(self, metric: Configured, name: str, final: bool) -> None:
        index = self._selected
        metrics = (*self._metrics[:index], replace(metric), *self._metrics[index + 1 :])
        self.edited.emit(metrics, f"{index}.{name}", final)


def has_parameters(metric: Configured) -> bool:
    """Whether there is anything to set in a metric."""
    kind = load().find("metrics", metric.kind)
    return kind is not None and any(item.name not in _HIDDEN for item in kind.parameters)
