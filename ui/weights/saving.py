"""A layer's weights out of the panel: numbers as CSV or .npy, the picture as PNG, and both onto the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from desktop_nn import atomic
from desktop_nn.weights import writing
from desktop_nn.weights.store import Array
from ui.session import Session
from ui.weights.number_table import MOST_COPIED

if TYPE_CHECKING:
    from ui.weights.panel import WeightsPanel

NUMBERS_FILTER = "CSV table (*.csv);;NumPy array (*.npy)"
PICTURE_FILTER = "PNG picture (*.png)"


class WeightsSaving:
    """Asks where, writes on the worker of files."""

    def __init__(self, panel: WeightsPanel, session: Session) -> None:
        self._panel, self._session = panel, session

    def ask_numbers(self) -> None:
        """Let the user choose where to save the numbers that are shown."""
        path = self._ask("Save weights", ".csv", NUMBERS_FILTER)
        if path is not None:
            self.write_numbers(path)

    def ask_picture(self) -> None:
        """Let the user choose where to save the picture."""
        path = self._ask("Save picture", ".png", PICTURE_FILTER)
        if path is not None:
            self.write_picture(path)

    def write_numbers(self, path: Path) -> None:
        """Write the values by suffix, with a way to stop: a table of millions takes a while."""
        values = self._panel.values
        if values is None:
            return
        held: Array = values

        def work(cancelled: Callable[[], bool]) -> None:
            writing.write(path, held, cancelled)

        job = self._session.files.submit(work, done=lambda _: self._saved(path), refused=self._session.tell_problems)
        told = f"{path.name} was not written."
        self._session.working.emit(job, f"Writing {path.name}…", lambda: self._session.tell(told))

    def write_picture(self, path: Path) -> None:
        """Write all tiles that are shown as a PNG."""
        content = _png(self._panel.pictures.picture())
        self._session.files.submit(
            lambda _cancelled: atomic.write_bytes(path, content),
            done=lambda _: self._saved(path),
            refused=self._session.tell_problems,
        )

    def copy_numbers(self) -> None:
        """Put the selected numbers, or all, on the clipboard, tabs between them."""
        text = self._panel.numbers.selected_text()
        if text is None:
            most = f"More than {MOST_COPIED:,} numbers do not go to the clipboard."
            self._session.tell(f"{most} Select fewer, or save them as a file.", "warn")
            return
        QGuiApplication.clipboard().setText(text)
        self._session.tell("Copied the numbers.")

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self._panel.pictures.picture())
        self._session.tell("A picture of the weights is on the clipboard.")

    def _ask(self, title: str, suffix: str, choices: str) -> Path | None:
        folder = self._session.path.parent if self._session.path else Path.home()
        wish = str(folder / f"{self._panel.file_name}{suffix}")
        chosen, kind = QFileDialog.getSaveFileName(self._panel.window(), title, wish, choices)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(kind[kind.rindex("*") + 1 : -1])

    def _saved(self, path: Path) -> None:
        self._session.tell(f"Saved {path.name}", "good")


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
