"""Opens the window off screen, once, to prove that it can be opened: part of `desktop-nn self-test`."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ui.app import make_application, make_window

_PATIENCE_SECONDS = 60.0


def look(example: str) -> str:
    """Open the window on an example and paint it; returns its size and what the canvas holds.

    Raises ValueError if the window does not come up, stays empty or has one colour only.
    """
    began = time.monotonic()
    app = make_application(["desktop-nn"])
    window = make_window(app)
    window.show()
    window.documents.open_example(example)
    until = began + _PATIENCE_SECONDS
    while not window.session.has_document and time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)
    took = time.monotonic() - began
    app.processEvents()
    nodes = len(window.session.project.graph.nodes)
    picture = window.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
    _close(window, app)
    if not nodes or len(colours) < 10:
        raise ValueError(f"The window shows {nodes} layers in {len(colours)} colours.")
    return f"{picture.width()} x {picture.height()}, {nodes} layers after {took:.1f} s, {len(colours)} colours"


def _close(window: object, app: QApplication) -> None:
    from ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
