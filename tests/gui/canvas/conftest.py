"""The canvas on an empty document, shown and with the focus, without motion."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.canvas.view import CanvasView
from ui.session import Session
from ui.theme.theme import theme


@pytest.fixture
def canvas(qtbot: QtBot, session: Session) -> Iterator[CanvasView]:
    """800 x 600 pixels, active."""
    theme.animated = False
    view = CanvasView(session)
    qtbot.addWidget(view)
    view.resize(800, 600)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.setFocus()
    yield view
    view.pointing.cancel()
    theme.animated = True
