"""Where the panels sit: areas left, right and below the canvas, each a row of tabs; panels are made when first shown.

The list of panels is here; what a panel does is its own room's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSplitter, QTabBar, QTabWidget, QVBoxLayout, QWidget

from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme

Area = Literal["left", "right", "bottom"]
GAP = 5
"""Pixels between areas, where they are dragged."""
_BESIDE_ICON = 10
"""Pixels that a tab's icon takes beside its own, at most."""


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """One panel: its name, title, icon (none where the area is narrow), where it sits, and how it is made."""

    name: str
    title: str
    icon: str
    area: Area
    make: Callable[[], QWidget]


class _Place(QWidget):
    """Holds a panel's tab; makes the panel when it is first seen."""

    def __init__(self, spec: PanelSpec) -> None:
        super().__init__()
        self.spec = spec
        self.panel: QWidget | None = None
        self.setAutoFillBackground(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def fill(self) -> QWidget:
        if self.panel is None:
            self.panel = self.spec.make()
            self.layout().addWidget(self.panel)  # type: ignore[union-attr]
        return self.panel


class Panels(QObject):
    """The three areas around the canvas."""

    changed = Signal()

    def __init__(self, specs: tuple[PanelSpec, ...], centre: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._places = {spec.name: _Place(spec) for spec in specs}
        self._areas: dict[Area, QTabWidget] = {}
        for area in ("left", "right", "bottom"):
            self._areas[area] = self._tabs(area)
        self._open_height = 260
        self.middle = QSplitter(Qt.Orientation.Vertical)
        self.middle.addWidget(centre)
        self.middle.addWidget(self._areas["bottom"])
        self.middle.setStretchFactor(0, 1)
        self.middle.setChildrenCollapsible(False)
        self.whole = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self._areas["left"], self.middle, self._areas["right"]):
            self.whole.addWidget(widget)
        self.whole.setStretchFactor(1, 1)
        self.whole.setChildrenCollapsible(False)
        for splitter in (self.middle, self.whole):
            splitter.setHandleWidth(GAP)
        self._hidden: set[Area] = set()
        self._areas["bottom"].installEventFilter(self)
        self._areas["bottom"].tabBar().installEventFilter(self)
        theme.changed.connect(self._paint)
        self._paint()

    def panel(self, name: str) -> QWidget:
        """The panel of that name; it is made if it was never seen."""
        return self._places[name].fill()

    def tab_of(self, name: str) -> tuple[QTabBar, int]:
        """The tab bar that shows the panel's tab, and the tab's number."""
        tabs = self._areas[self._places[name].spec.area]
        return tabs.tabBar(), tabs.indexOf(self._places[name])

    def made(self, name: str) -> QWidget | None:
        """The panel of that name if it was made already."""
        return self._places[name].panel

    def show(self, name: str, *, focus: bool = True) -> None:
        """Bring a panel to the front."""
        tabs = self._areas[self._places[name].spec.area]
        tabs.setVisible(True)
        self._unfold(self._places[name].spec.area)
        tabs.setCurrentWidget(self._places[name])
        panel = self._places[name].fill()
        if focus:
            panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    def set_all_visible(self, visible: bool) -> None:
        """Hide everything around the centre (the start page stands alone), or show it as it was."""
        for area, tabs in self._areas.items():
            if not visible and tabs.isVisible():
                self._hidden.add(area)
                tabs.setVisible(False)
            elif visible and area in self._hidden:
                self._hidden.discard(area)
                tabs.setVisible(True)
        if visible:
            self.fill_visible()

    def toggle(self, name: str) -> None:
        """Show a panel, or hide its area if it is in front already."""
        area = self._places[name].spec.area
        if self.shown(name) and area == "bottom":
            self.fold()
        elif self.shown(name):
            self._areas[area].setVisible(False)
            self.changed.emit()
        else:
            self.show(name)

    def shown(self, name: str) -> bool:
        """Whether a panel is in front of a visible area."""
        tabs = self._areas[self._places[name].spec.area]
        folded = self._places[name].spec.area == "bottom" and self.folded
        return tabs.isVisible() and not folded and tabs.currentWidget() is self._places[name]

    @property
    def folded(self) -> bool:
        """Whether the bottom area shows its tabs only."""
        tabs = self._areas["bottom"]
        return tabs.maximumHeight() <= tabs.tabBar().sizeHint().height()

    def fold(self) -> None:
        """Leave only the tabs of the bottom area, so that the canvas has the room."""
        tabs = self._areas["bottom"]
        if not self.folded:
            self._open_height = max(160, tabs.height())
            self._shrink()
            self.changed.emit()

    def _shrink(self) -> None:
        tabs = self._areas["bottom"]
        tabs.setFixedHeight(tabs.tabBar().sizeHint().height())
        self.middle.setSizes([max(160, self.middle.height() - tabs.height()), tabs.height()])

    def _unfold(self, area: Area) -> None:
        tabs = self._areas["bottom"]
        if area == "bottom" and self.folded:
            tabs.setMinimumHeight(120)
            tabs.setMaximumHeight(16_777_215)
            height = self.middle.height()
            self.middle.setSizes([max(160, height - self._open_height), self._open_height])

    def _tab_clicked(self, tabs: QTabWidget, index: int) -> None:
        """A click on the front tab of the bottom area folds it; on any tab of a folded one opens it."""
        if tabs is not self._areas["bottom"]:
            return
        place = tabs.widget(index)
        if self.folded and isinstance(place, _Place):
            self.show(place.spec.name, focus=False)
        elif index == tabs.currentIndex():  # Qt tells of the click before the tab comes to the front
            self.fold()

    def set_title(self, name: str, title: str) -> None:
        """Change the text of a panel's tab (a count of problems, say)."""
        tabs = self._areas[self._places[name].spec.area]
        tabs.setTabText(tabs.indexOf(self._places[name]), title)
        self._fit_icons()

    def reset(self, width: int, height: int) -> None:
        """Put areas and sizes as they were at first, for a window of that size in pixels."""
        for tabs in self._areas.values():
            tabs.setVisible(True)
        left, right = round(216 * theme.scale), round((330 if width < 1600 else 380) * theme.scale)
        self.whole.setSizes([left, max(200, width - left - right), right])
        self._open_height = max(230, round(height * 0.38))
        self.middle.setSizes([max(160, height - self._open_height), self._open_height])
        self._shrink()
        self.changed.emit()

    def _tabs(self, area: Area) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName(f"{area}_area")
        tabs.setDocumentMode(True)
        tabs.setIconSize(icon_size(15))
        tabs.tabBar().setExpanding(False)
        tabs.setUsesScrollButtons(True)
        for place in self._places.values():
            if place.spec.area == area:
                tabs.addTab(place, place.spec.title)
        tabs.currentChanged.connect(lambda _: self._seen(tabs))
        tabs.tabBarClicked.connect(lambda index: self._tab_clicked(tabs, index))
        return tabs

    def _seen(self, tabs: QTabWidget) -> None:
        place = tabs.currentWidget()
        hidden = tabs is self._areas["bottom"] and self.folded
        if isinstance(place, _Place) and tabs.isVisible() and not hidden:
            place.fill()
        self.changed.emit()

    def fill_visible(self) -> None:
        """Make the panels that are in front (called once the window is up)."""
        for tabs in self._areas.values():
            self._seen(tabs)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's; a narrow row of tabs does without its icons."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._fit_icons()
        return super().eventFilter(watched, event)

    def _fit_icons(self) -> None:
        tabs = self._areas["bottom"]
        bar = tabs.tabBar()
        shown = not bar.tabIcon(0).isNull()
        needed = sum(bar.tabRect(index).width() for index in range(bar.count()))
        icons = 0 if shown else bar.count() * (tabs.iconSize().width() + _BESIDE_ICON)
        if (needed + icons <= tabs.width()) != shown:
            self._paint_area(tabs, icons=not shown)

    def _paint(self) -> None:
        for tabs in self._areas.values():
            self._paint_area(tabs, icons=True)
        self._fit_icons()

    def _paint_area(self, tabs: QTabWidget, *, icons: bool) -> None:
        for index in range(tabs.count()):
            place = tabs.widget(index)
            if isinstance(place, _Place) and place.spec.icon:
                tabs.setTabIcon(index, icon(place.spec.icon) if icons else QIcon())
