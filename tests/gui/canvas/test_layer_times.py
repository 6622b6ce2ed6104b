"""The overlay of what each layer takes: numbers, colours and a legend, asked for by a command, ended by another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from desktop_nn.graph.groups import fold, make_group
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.layer_times import LayerTime, LayerTimes
from tests.gui.canvas.hands import at_node, drawn, node, open_drawing
from ui import engine_door
from ui.canvas import announcing, under_pointer
from ui.canvas.time_heat import Timed, duration
from ui.canvas.view import CanvasView
from ui.layer_timing import LayerTiming
from ui.running import RunControl
from ui.session import Notice, Session

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("in1", "a"), ("a", "b"))
)


def times_of(graph: Graph, **seconds: tuple[float, float]) -> LayerTimes:
    layers = {graph.name_of(id): item.layer for id, item in graph.nodes.items()}
    return LayerTimes({layers[name]: LayerTime(*pair) for name, pair in seconds.items()}, 32, 5)


SLOW_B = times_of(CHAIN, a=(0.001, 0.002), b=(0.004, 0.005))


class Engine:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked: list[Project] = []
        self.cancelled = threading.Event()
        self.answer: LayerTimes | ProblemError = SLOW_B

    def __call__(self, project: Project, cancelled: Callable[[], bool]) -> LayerTimes:
        self.asked.append(project)
        while not self.go.wait(0.01):
            if cancelled():
                self.cancelled.set()
                return LayerTimes()
        if isinstance(self.answer, ProblemError):
            raise self.answer
        return self.answer


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    made = Engine()
    monkeypatch.setattr(engine_door, "layer_times", made)
    yield made
    made.go.set()


@pytest.fixture
def run(session: Session) -> RunControl:
    return RunControl(session)


@pytest.fixture
def timing(canvas: CanvasView, run: RunControl) -> LayerTiming:
    """Beside a canvas with the drawing, as in the window."""
    open_drawing(canvas, CHAIN)
    made = LayerTiming(canvas.session, run)
    made.changed.connect(lambda: canvas.overlay.show_times(made.known))
    canvas.overlay.show("time")
    return made


@pytest.fixture
def told(session: Session) -> list[str]:
    found: list[str] = []

    def hear(notice: Notice) -> None:
        found.append(notice.text)

    session.noticed.connect(hear)
    return found


def texts(canvas: CanvasView) -> dict[str, str]:
    found = {canvas.session.graph.name_of(id): item.heat for id, item in canvas.board.nodes.items()}
    return {name: heat.text for name, heat in found.items() if heat is not None}


def test_that_each_card_tells_its_time_and_the_slowest_is_the_hottest(
    canvas: CanvasView, timing: LayerTiming, engine: Engine, qtbot: QtBot
) -> None:
    assert canvas.overlay.legend.total == "Not measured yet"
    timing.want()
    assert canvas.overlay.legend.total == "Being measured…"
    engine.go.set()
    qtbot.waitUntil(lambda: not timing.busy)
    assert texts(canvas) == {"a": "3.00 ms", "b": "9.00 ms"}
    b = canvas.board.nodes[node(canvas, "b")].heat
    assert b is not None
    assert b.level == 1.0
    assert canvas.overlay.legend.total == "12.0 ms a batch of 32"
    assert canvas.overlay.legend.ends == ("0", "", "9.00 ms")


def test_that_the_tool_tip_says_what_was_measured_and_how(canvas: CanvasView, timing: LayerTiming) -> None:
    canvas.overlay.show_times(Timed(SLOW_B))
    tip = under_pointer.about(canvas, QPointF(at_node(canvas, "b")))
    assert "75.0% of all layers&#x27; time: 4.00 ms forward, 5.00 ms backward for 32 samples" in tip
    assert "called by itself (median of 5 batches)" in tip


def test_that_a_screen_reader_hears_the_time(canvas: CanvasView, timing: LayerTiming) -> None:
    canvas.overlay.show_times(Timed(SLOW_B))
    assert "9.00 ms" in announcing.describe(canvas, node(canvas, "b"))


def test_that_a_folded_group_takes_what_its_layers_take(canvas: CanvasView, timing: LayerTiming) -> None:
    graph, group = make_group(CHAIN, [id for id in CHAIN.nodes if CHAIN.name_of(id) != "in1"])
    open_drawing(canvas, fold(graph, [group]))
    canvas.overlay.show_times(Timed(SLOW_B))
    heat = canvas.board.nodes[group].heat
    assert heat is not None
    assert heat.text == "12.0 ms"


def test_that_what_is_known_is_not_measured_again_until_the_model_is_another(
    canvas: CanvasView, timing: LayerTiming, engine: Engine, qtbot: QtBot
) -> None:
    engine.go.set()
    timing.want()
    qtbot.waitUntil(lambda: not timing.busy)
    timing.want()
    assert not timing.busy
    canvas.session.edit_graph("Delete", lambda graph: drawn(("InputLayer", "in1", 0, 0)))
    assert canvas.overlay.legend.total == "The model was changed since"
    timing.want()
    qtbot.waitUntil(lambda: not timing.busy)
    assert len(engine.asked) == 2


def test_that_cancel_ends_it(timing: LayerTiming, engine: Engine, qtbot: QtBot) -> None:
    jobs = []
    timing._session.working.connect(lambda job, _text, end: jobs.append((job, end)))
    timing.want()
    qtbot.waitUntil(lambda: bool(engine.asked))
    job, end = jobs[0]
    job.cancel()  # as the strip with the button does
    end()
    assert not timing.busy
    qtbot.waitUntil(engine.cancelled.is_set)
    assert timing.times is None


def test_that_it_is_refused_in_a_sentence_while_a_training_is_under_way(
    timing: LayerTiming, run: RunControl, engine: Engine, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunControl, "active", property(lambda _: True))
    timing.start()
    assert told == ["A training is under way. The layers can be timed once it has ended."]
    assert not timing.busy


def test_that_a_training_goes_first(
    timing: LayerTiming, run: RunControl, engine: Engine, told: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    timing.start()
    qtbot.waitUntil(lambda: bool(engine.asked))
    monkeypatch.setattr(RunControl, "active", property(lambda _: True))
    run.state_changed.emit()
    assert not timing.busy
    qtbot.waitUntil(engine.cancelled.is_set)
    assert told == ["The layers were not timed to the end, because a training has begun."]


def test_that_why_it_cannot_be_measured_is_told(
    canvas: CanvasView, timing: LayerTiming, engine: Engine, told: list[str], qtbot: QtBot
) -> None:
    engine.answer = ProblemError(Problem("The model has a loop.", "a", "Remove a link."))
    engine.go.set()
    timing.start()
    qtbot.waitUntil(lambda: not timing.busy)
    assert any("The model has a loop." in text for text in told)
    assert canvas.overlay.legend.total == "Not measured yet"


def test_that_an_empty_document_is_told_so(session: Session, run: RunControl, told: list[str]) -> None:
    LayerTiming(session, run).start()
    assert told == ["There is no model to time yet. Draw one, or open an example."]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0 µs"), (4.12e-4, "412 µs"), (9.996e-4, "1.00 ms"), (0.0361, "36.1 ms"), (1.2, "1.20 s")],
)
def test_that_times_have_three_digits(seconds: float, text: str) -> None:
    assert duration(seconds) == text
