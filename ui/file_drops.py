"""Files and folders dropped on the window: what would happen is told while they hang over it, then it is done.

Over a drawing the canvas itself takes a single file that holds another one (`ui/canvas/file_drop.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_nn.catalogue.code_files import CodeFile, read
from ui.offers import Offer, offer_of
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS

if TYPE_CHECKING:
    from desktop_nn.catalogue.code_files import CodeFile
    from ui.main_window import MainWindow

MOST_RUNS = 8
"""So many runs are drawn over each other at most."""
_MARGIN = 24


class FileDrops(QObject):
    """Listens to what is dragged over the window's frame and panels."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.sheet = DropSheet(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's; drags with files are taken here, all others are left alone."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            return self._drop(event)
        if isinstance(event, QDragMoveEvent) and event.type() == QEvent.Type.DragEnter:
            return self._enter(event)
        if isinstance(event, QDragMoveEvent) and event.type() == QEvent.Type.DragMove and self.sheet.isVisible():
            _answer(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.sheet.hide()
        return False

    def take(self, offer: Offer) -> None:
        """Do what can be done with files that were handed over, and say what was left aside."""
        window = self._window
        if offer.left:
            window.session.tell(offer.left[0], "warn")
        if offer.drawing is not None:
            window.documents.open(offer.drawing, then=lambda: self._take_rest(offer))
        else:
            self._take_rest(offer)

    def _take_rest(self, offer: Offer) -> None:
        window = self._window
        if offer.table is not None:
            self._use_table(offer.table)
        if offer.weights is not None:
            window.documents.load_weights(offer.weights)
        for path in offer.code:
            self._add_code(path)
        if offer.folders:
            self._look_for_runs(offer.folders)

    def _use_table(self, path: Path) -> None:
        """The table becomes the project's data, as if it were chosen in the Data panel (one step to undo)."""
        from ui.data.panel import DataPanel

        window = self._window
        if not window.session.has_document:
            window.documents.new()
        window.show_panel("data")
        panel = window.panels.panel("data")
        if isinstance(panel, DataPanel):
            panel.use_table(path)
            window.session.tell(f"{path.name} is the data of this project now. Undo brings back what was before.")

    def _add_code(self, path: Path) -> None:
        """Callbacks go to the training, layers to the editor; either is shown, and runs only once it was agreed to."""
        session = self._window.session

        def work(_cancelled: Callable[[], bool]) -> tuple[CodeFile, bool, bool]:
            from desktop_nn.catalogue.code_classes import classes

            code = read(path)
            callbacks = any(not found.refused for found in classes(code, "callbacks"))
            return code, callbacks, any(" is no layer" not in found.refused for found in classes(code, "layers"))

        session.files.submit(work, done=lambda found: self._place_code(path, *found), refused=session.tell_problems)

    def _place_code(self, path: Path, code: CodeFile, callbacks: bool, layers: bool) -> None:
        from ui.training.code_adding import ask_to_add

        window = self._window
        if not (callbacks or layers):
            text = (
                f"{path.name} has no class that comes from a Keras callback, layer or model, so nothing uses it here."
            )
            window.session.tell(text, "warn")
            return
        if not window.session.has_document:
            window.documents.new()
        if layers:
            window.layer_code.window().import_file(path)
        if callbacks:
            window.show_panel("training")
            ask_to_add(code, window.session, window)
        if callbacks and layers:
            window.session.tell(
                f"{path.name} has callbacks, which go to the training, and layers, which the editor shows."
            )

    def _look_for_runs(self, folders: tuple[Path, ...]) -> None:
        def work(_cancelled: Callable[[], bool]) -> list[Path]:
            from desktop_nn.runs.library import runs_at

            return [run for folder in folders for run in runs_at(folder)]

        self._window.session.files.submit(work, done=lambda runs: self._show_runs(runs, folders[0].name))

    def _show_runs(self, runs: list[Path], name: str) -> None:
        """Their charts; without a document the first run's project is opened for them."""
        window = self._window
        if not runs:
            window.session.tell(
                f"The folder {name} holds no runs. Drop a run's folder, or one that has runs in it.", "warn"
            )
            return
        if len(runs) > MOST_RUNS:
            window.session.tell(f"{name} holds {len(runs)} runs; the charts show the newest {MOST_RUNS} of them.")
            runs = runs[:MOST_RUNS]
        if not window.session.has_document:
            window.documents.open_copy(runs[0] / "project.dnn", then=lambda: window.run_charts.show(runs))
        else:
            window.run_charts.show(runs)

    def _enter(self, event: QDragMoveEvent) -> bool:
        paths = dropped_paths(event.mimeData())
        if not paths:
            return False
        self.sheet.show_offer(offer_of(paths), has_drawing=bool(self._window.session.graph.nodes))
        _answer(event)
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.sheet.hide()
        paths = dropped_paths(event.mimeData())
        if not paths:
            return False
        event.acceptProposedAction()
        self.take(offer_of(paths))
        return True


class DropSheet(QWidget):
    """Covers the window while files hang over it and says what a drop would do. It takes no events itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("drop_sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self._words = ("", "", "")
        self._welcome = True
        self.hide()

    def show_offer(self, offer: Offer, *, has_drawing: bool) -> None:
        """Say what would happen to these files."""
        self._words, self._welcome = offer.words(has_drawing), not offer.empty
        self.setGeometry(self._window.rect())
        self.setAccessibleName(f"{self._words[1]}: {self._words[2]}")
        self.show()
        self.raise_()

    @property
    def text(self) -> str:
        """What it says, or an empty text while it is hidden."""
        return self.accessibleName() if self.isVisible() else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil, an outline, an icon and two lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.colours.window)
        veil.setAlpha(228)
        painter.fillRect(self.rect(), veil)
        tone = theme.colour("accent" if self._welcome else "text_faint")
        painter.setPen(QPen(tone, 2.0, Qt.PenStyle.SolidLine if self._welcome else Qt.PenStyle.DashLine))
        area = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRoundedRect(area, RADIUS, RADIUS)
        card = QRectF(0, 0, min(560 * theme.scale, area.width() - 2 * _MARGIN), 190 * theme.scale)
        card.moveCenter(area.center())
        painter.setBrush(theme.colour("card"))
        painter.setPen(QPen(theme.colour("border"), 1.0))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        icon_name, title, about = self._words
        middle, side = area.center() - QPointF(0, 12 * theme.scale), round(32 * theme.scale)
        painter.drawPixmap(
            int(middle.x() - side / 2), int(middle.y() - side - 16), pixmap(icon_name, tone.name(), side)
        )
        line = 28 * theme.scale
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(16))
        painter.drawText(QRectF(area.left(), middle.y(), area.width(), line), Qt.AlignmentFlag.AlignCenter, title)
        painter.setPen(theme.colour("text_dim"))
        painter.setFont(theme.font(12))
        below = QRectF(card.left() + _MARGIN, middle.y() + line, card.width() - 2 * _MARGIN, 2.2 * line)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(below, flags, about)
        painter.end()


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders that are dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def _answer(event: QDragMoveEvent) -> None:
    """Foreign files are taken as well, for only a drop lets the window say a sentence that stays."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
