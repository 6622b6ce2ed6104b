"""What the window looks like, remembered from one start to the next: its place, the panels' widths, the minimap."""

from __future__ import annotations

import base64
import binascii
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

from desktop_nn import settings
from desktop_nn.problems import ProblemError

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def restore(window: MainWindow) -> None:
    """Give a window that is not shown yet its last place, where there is a screen for it, and its minimap."""
    kept = window.session.settings
    window.restoreGeometry(_bytes(kept.window))
    window.canvas.toggle_minimap(kept.minimap)


def restore_panels(window: MainWindow) -> None:
    """Give the areas beside the canvas their last widths, if the window is as wide as it was then."""
    kept = window.session.settings.panel_widths
    width, _, state = kept.partition(" ")
    if width == str(window.width()):
        window.panels.whole.restoreState(_bytes(state))


def keep(window: MainWindow) -> None:
    """Remember all that; a disk that refuses is no reason to stay open."""
    widths = f"{window.width()} {_text(window.panels.whole.saveState())}"
    if not window.session.has_document:
        widths = window.session.settings.panel_widths  # the start page stands alone: there is nothing to measure
    now = replace(
        window.session.settings,
        window=_text(window.saveGeometry()),
        panel_widths=widths,
        minimap=window.canvas.minimap_shown(),
    )
    if now != window.session.settings:
        window.session.settings = now
        with contextlib.suppress(ProblemError):
            settings.save(now)


def _text(state: QByteArray) -> str:
    return base64.b64encode(state.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return QByteArray()
