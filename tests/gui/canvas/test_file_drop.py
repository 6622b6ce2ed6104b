"""Files dragged over the canvas: opened, or inserted beside what is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop_nn.graph.membership import members
from tests.helpers.drawings import chain
from ui.canvas.view import CanvasView


class FileDrag:
    """A file that is dragged from a file manager."""

    def __init__(self, canvas: CanvasView, *names: str) -> None:
        self.canvas, self.data = canvas, QMimeData()
        self.data.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}") for name in names])
        self.keys = (Qt.DropAction.CopyAction, self.data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)

    def enter(self, at: QPoint) -> bool:
        event = QDragEnterEvent(at, *self.keys)
        QApplication.sendEvent(self.canvas.viewport(), event)
        return event.isAccepted()

    def move(self, at: QPoint) -> None:
        QApplication.sendEvent(self.canvas.viewport(), QDragMoveEvent(at, *self.keys))

    def leave(self) -> None:
        QApplication.sendEvent(self.canvas.viewport(), QDragLeaveEvent())

    def drop(self, at: QPoint) -> None:
        QApplication.sendEvent(self.canvas.viewport(), QDropEvent(QPointF(at), *self.keys))


@pytest.fixture
def heard(canvas: CanvasView) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    canvas.dropping.files.open_wanted.connect(lambda path: told.append(("open", path.name)))
    canvas.dropping.files.insert_wanted.connect(lambda path, _at: told.append(("insert", path.name)))
    return told


def left(canvas: CanvasView) -> QPoint:
    return QPoint(canvas.width() // 4, canvas.height() // 2)


def right(canvas: CanvasView) -> QPoint:
    return QPoint(3 * canvas.width() // 4, canvas.height() // 2)


def drawn(canvas: CanvasView) -> None:
    canvas.session.edit_graph("Draw", lambda _: chain("InputLayer", "Dense")[0])


def test_that_a_file_over_the_empty_canvas_is_left_to_the_window(
    canvas: CanvasView, heard: list[tuple[str, str]]
) -> None:
    drag = FileDrag(canvas, "model.h5")
    assert not drag.enter(right(canvas))
    assert not canvas.dropping.files.isVisible()
    assert heard == []


@pytest.mark.parametrize(("side", "what"), [(left, "open"), (right, "insert")])
def test_that_a_file_over_a_drawing_opens_or_is_inserted(
    canvas: CanvasView, heard: list[tuple[str, str]], side: object, what: str
) -> None:
    drawn(canvas)
    drag = FileDrag(canvas, "model.keras")
    drag.enter(left(canvas))
    assert canvas.dropping.files.isVisible()
    place = left(canvas) if side is left else right(canvas)
    drag.move(place)
    drag.drop(place)
    assert heard == [(what, "model.keras")]
    assert not canvas.dropping.files.isVisible()


def test_that_the_zones_go_when_the_file_goes_elsewhere(canvas: CanvasView) -> None:
    drawn(canvas)
    drag = FileDrag(canvas, "project.dnn")
    drag.enter(left(canvas))
    drag.leave()
    assert not canvas.dropping.files.isVisible()


@pytest.mark.parametrize("names", [("text.txt",), ("one.h5", "two.h5"), ()])
def test_that_other_files_are_not_taken(canvas: CanvasView, names: tuple[str, ...]) -> None:
    drawn(canvas)
    assert not FileDrag(canvas, *names).enter(left(canvas))
    assert not canvas.dropping.files.isVisible()


def test_that_an_inserted_drawing_is_one_step_and_a_group_of_its_title(canvas: CanvasView) -> None:
    drawn(canvas)
    other, _ = chain("InputLayer", "Dense", "Dense")
    canvas.clipping.insert(other, QPointF(600, 300), "encoder")
    graph = canvas.session.graph
    (group,) = graph.groups.values()
    assert group.title == "encoder"
    assert set(members(graph, group.id)) == canvas.session.selection
    assert len(graph.nodes) == 5
    canvas.session.undo()
    assert len(canvas.session.graph.nodes) == 2
    assert not canvas.session.graph.groups


def test_that_a_path_is_kept_as_it_is(canvas: CanvasView) -> None:
    drawn(canvas)
    paths: list[Path] = []
    canvas.dropping.files.open_wanted.connect(paths.append)
    drag = FileDrag(canvas, "mein modell ü.dnn")
    drag.enter(left(canvas))
    drag.drop(left(canvas))
    assert paths == [Path("/somewhere/mein modell ü.dnn")]
