"""Opens the window offscreen, brings it into each state and saves a picture of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop_nn import settings as settings_file
from tests.helpers.waiting import wait_until
from tests.screens.states import STATES
from ui.app import make_application
from ui.main_window import MainWindow
from ui.theme.theme import Wish, theme


def render(
    folder: Path, scheme: Wish, size: tuple[int, int], only: Sequence[str] = (), scratch: Path | None = None
) -> Iterator[Path]:
    """Picture after picture, `NN-state-theme-WxH.png`; each is written before it is yielded."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else make_application(["screens"])
    theme.animated = False
    theme.apply(scheme)
    settings = settings_file.load()
    runs = str((scratch or folder) / f"runs-{scheme}-{size[0]}")
    window = MainWindow(replace(settings, runs_folder=runs))
    window.resize(*size)
    usable: list[bool] = []
    window.usable.connect(lambda: usable.append(True))
    window.show()
    wait_until(lambda: usable, what="the window")
    folder.mkdir(parents=True, exist_ok=True)
    last = max((i for i, state in enumerate(STATES) if state.__name__ in only), default=len(STATES) - 1)
    for number, state in enumerate(STATES[: last + 1]):
        extra = state(window)
        for _ in range(6):
            QCoreApplication.processEvents()
        if only and state.__name__ not in only:
            continue
        file = folder / f"{number:02d}-{state.__name__}-{scheme}-{size[0]}x{size[1]}.png"
        (extra or window).grab().save(str(file))
        yield file
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
