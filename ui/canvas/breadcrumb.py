"""The bar over the canvas that says which nested model is looked at: "model › encoder › block". A click leads out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1
from ui.widgets.styling import set_class
from ui.widgets.tips import plain

_MARGIN = 12
_LONGEST = 24
"""Longer names are shortened in their middle."""


class Breadcrumb(QFrame):
    """`wanted(level)`: go out to a drawing, 0 is the whole model; `left` gives the keyboard back to the canvas."""

    wanted = Signal(int)
    left = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._host = canvas
        self.setObjectName("canvas_breadcrumb")
        self.setAccessibleName("Where in the model you are")
        self.crumbs: list[QToolButton] = []
        self.path: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE_1, SPACE_1, SPACE_1, SPACE_1)
        self._row.setSpacing(0)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        canvas.installEventFilter(self)
        theme.changed.connect(self._anew)
        self.hide()

    def show_path(self, path: Sequence[str]) -> None:
        """Show these names, the last one as the place where one is; nothing for an empty path."""
        if tuple(path) != self.path:
            self.path = tuple(path)
            self._anew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep inside the view when its size changes."""
        if event.type() == QEvent.Type.Resize:
            self._shorten()
            self._settle()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Qt's; crumbs that came or went need another width."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._settle()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go from crumb to crumb, Esc back to the canvas; the rest is none of the canvas's keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        focused = [number for number, crumb in enumerate(self.crumbs) if crumb.hasFocus()]
        if step and focused:
            self.crumbs[min(max(focused[0] + step, 0), len(self.crumbs) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            event.accept()

    def _anew(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.crumbs = []
        last = len(self.path) - 1
        for level, name in enumerate(self.path):
            if level:
                self._row.addWidget(self._divider())
            self._row.addWidget(self._crumb(level, name, here=level == last))
        self.setVisible(bool(self.path))
        for crumb in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            crumb.setVisible(self._row.indexOf(crumb) >= 0)
            crumb.ensurePolished()
        self._shorten()
        self._settle()

    def _crumb(self, level: int, name: str, *, here: bool) -> QToolButton:
        crumb = QToolButton(self)
        crumb.setText(_short(name))
        crumb.setObjectName(f"crumb_{level}")
        crumb.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_class(crumb, "crumb_here" if here else "crumb")
        if here:
            crumb.setAccessibleName(f"{name}, shown here")
            crumb.setToolTip(plain(f"The inside of {name}. Alt+Up leads out."))
        else:
            crumb.setAccessibleName(f"Go out to {name}")
            crumb.setToolTip(plain(f"Go out to {name}"))
        crumb.clicked.connect(lambda: self.wanted.emit(level))
        self.crumbs.append(crumb)
        return crumb

    def _divider(self) -> QLabel:
        label = QLabel(self)
        side = round(14 * theme.scale)
        label.setPixmap(icon("chevron-right", "text_faint").pixmap(side, side))
        return label

    def _shorten(self) -> None:
        """Where the view is too narrow, dots stand for the drawings between the whole model and this one."""
        for crumb, name in zip(self.crumbs, self.path, strict=True):
            crumb.setText(_short(name))
        for crumb in self.crumbs[1:-1]:
            if self._wanted().width() <= self._room():
                break
            crumb.setText("…")

    def _wanted(self) -> QSize:
        self._row.invalidate()
        return self._row.sizeHint() + QSize(2, 2)

    def _room(self) -> int:
        return self._host.width() - 2 * _MARGIN

    def _settle(self) -> None:
        """Stand in the parent's top left corner, as wide as the path and the view allow."""
        wanted = self._wanted()
        self.resize(min(wanted.width(), self._room()), wanted.height())
        self.move(_MARGIN, _MARGIN)
        self.raise_()


def _short(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    half = _LONGEST // 2
    return f"{name[:half]}…{name[1 - half :]}"
