"""Pictures of the drawing for the window: asks where, paints, writes on a worker. A PNG carries the project inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.canvas import picture
from ui.canvas.view import CanvasView
from ui.session import Session

FILTER = "PNG with the project inside (*.png);;SVG (*.svg);;PDF (*.pdf)"
SUFFIXES = (".png", ".svg", ".pdf")
SCALE = 2.0
"""Pixels of a PNG a scene unit: sharp on any screen."""


class PictureExport(QObject):
    """Makes pictures of the whole drawing, or of the selected nodes alone."""

    def __init__(self, session: Session, canvas: CanvasView, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._canvas, self._window = session, canvas, window

    def ask(self, *, selected: bool = False) -> None:
        """Let the user choose a file; its suffix says which kind of picture it becomes."""
        session = self._session
        folder = session.path.parent if session.path else Path.home()
        wish = str(folder / f"{session.title}.png")
        path, chosen = QFileDialog.getSaveFileName(self._window, "Export picture", wish, FILTER)
        if path:
            suffix = chosen[chosen.rindex("*") + 1 : -1] if "*" in chosen else ".png"
            target = Path(path)
            self.write(target if target.suffix else target.with_suffix(suffix), selected=selected)

    def write(self, path: Path, *, selected: bool = False) -> None:
        """Write a picture, by suffix; anything but .svg and .pdf is a PNG."""
        session = self._session
        if not session.graph.nodes:
            session.tell("There is nothing to make a picture of yet.", "warn")
            return
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            session.tell(f"A picture cannot be written as “{path.suffix}”. Choose .png, .svg or .pdf.", "warn")
            return
        session.files.submit(
            self._work(path, suffix, selected),
            done=lambda _: session.tell(f"Saved {path.name}", "good"),
            refused=session.tell_problems,
        )

    def copy(self) -> None:
        """Put a picture on the clipboard: of the selected nodes, or of the whole drawing."""
        session = self._session
        if session.graph.nodes:
            image = self._canvas.picture(SCALE, selected=bool(session.selection))
            QGuiApplication.clipboard().setImage(image)
            what = "the selected layers" if session.selection else "the drawing"
            session.tell(f"A picture of {what} is on the clipboard.", "good")

    def _work(self, path: Path, suffix: str, selected: bool) -> Callable[[Callable[[], bool]], None]:
        """What is left for the worker once the picture is painted (painting belongs to this thread)."""
        session, board = self._session, self._canvas.board
        ids = session.selection if selected else None
        if suffix == ".png":
            image, project, facts = self._canvas.picture(SCALE, selected=selected), session.project, session.whole_facts

            def write_png(_cancelled: Callable[[], bool]) -> None:
                from desktop_nn import atomic
                from desktop_nn.project import file, picture_file

                text = file.text_for(path, project, facts)
                atomic.write_bytes(path, picture_file.with_project(picture.png(image), text))

            return write_png
        content = (picture.svg if suffix == ".svg" else picture.pdf)(board, session.title, ids)

        def write(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn import atomic

            atomic.write_bytes(path, content)

        return write
