"""Finds whose weights there are to see and fetches those of one layer: of the run under way, of the model in hand, or
the fresh ones of the drawing. Work is done on the worker `looking`, a look at a training model on its own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_nn.graph.model import Graph
from desktop_nn.graph.scopes import titles
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.events import EpochEnded, RunEvent
from desktop_nn.weights.store import LayerPath, Weight, WeightStore
from ui import engine_door
from ui.running import ModelInHand, RunControl
from ui.session import Session, same_structure

PACE_MS = 1000
"""A training model is looked at so often at most, however short its epochs are."""

Whose = Literal["training", "model", "fresh"]


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Weights of a layer that were fetched; none if the model has no such layer."""

    layer: LayerPath
    whose: Whose
    weights: tuple[Weight, ...]
    title: str
    """Whose they are, in words: "after epoch 3", "of model.h5", "before training (seed 42)"."""


class WeightReader(QObject):
    """`read` carries a Read, `failed` the problem in the way, `waiting` a sentence on what is waited for."""

    read = Signal(object)
    failed = Signal(object)
    waiting = Signal(str)
    _looked = Signal(object)

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__(session)
        self._session, self._run = session, run
        self._layer: LayerPath = ()
        self._held: tuple[ModelInHand, WeightStore] | None = None
        self._fresh: tuple[Graph, int, WeightStore] | None = None
        self._due = False
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(PACE_MS)
        self._pace.timeout.connect(self._look_if_due)
        self._looked.connect(self._take_look)
        run.told.connect(self._hear)

    def want(self, scope_ids: tuple[str, ...] | None) -> None:
        """Fetch the layer of these ids (from the outermost drawing inwards); None forgets."""
        self._ids = scope_ids
        if scope_ids is None:
            self._layer, self._due = (), False
            return
        run, session = self._run, self._session
        if run.active and not run.left and run.project is not None:
            self._layer = path_of(run.project.graph, scope_ids)
            self._look()
            return
        model = run.model
        if model is not None and self._known(model.project.graph, scope_ids):
            self._layer = path_of(model.project.graph, scope_ids)
            self._submit(self._model_work(model), "model", _title(model))
            return
        self._layer = path_of(session.project.graph, scope_ids)
        if not engine_door.loaded():
            self.waiting.emit("Keras is still being loaded…")
            return
        seed = session.project.training.seed
        self._submit(self._fresh_work(), "fresh", f"before training (seed {seed})")

    def store(self) -> Callable[[Callable[[], bool]], WeightStore] | None:
        """Work that gives the weights of all layers, of the model in hand if there is one; None while a run trains."""
        if self._run.active:
            return None
        if self._run.model is not None:
            return self._model_work(self._run.model)
        return self._fresh_work() if engine_door.loaded() else None

    def fresh(self) -> Callable[[Callable[[], bool]], WeightStore]:
        """Work that gives the weights with which a run would begin."""
        return self._fresh_work()

    # --- inside --------------------------------------------------------------------------------------------------

    _ids: tuple[str, ...] | None = None

    def _known(self, graph: Graph, ids: tuple[str, ...]) -> bool:
        """Whether the model in hand has this very layer: neither new nor changed since."""
        drawn, old = layer_at(self._session.project.graph, ids), layer_at(graph, ids)
        return old is not None and drawn is not None and (old.kind, old.config) == (drawn.kind, drawn.config)

    def _submit(self, work: Callable[[Callable[[], bool]], WeightStore], whose: Whose, title: str) -> None:
        layer = self._layer

        def read(cancelled: Callable[[], bool]) -> Read:
            return Read(layer, whose, work(cancelled).of(layer), title)

        self.waiting.emit("Reading the weights…")
        self._session.looking.submit(read, done=self.read.emit, refused=self._refused, latest="weights")

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self.failed.emit(problems[0])

    def _model_work(self, model: ModelInHand) -> Callable[[Callable[[], bool]], WeightStore]:
        def work(cancelled: Callable[[], bool]) -> WeightStore:
            if self._held is None or self._held[0] is not model:
                if model.live is not None:
                    store = engine_door.live_weights(model.live, model.project.graph, _title(model))
                else:
                    assert model.path is not None
                    store = engine_door.file_weights(model.path, _title(model), cancelled)
                self._held = (model, store)
            return self._held[1]

        return work

    def _fresh_work(self) -> Callable[[Callable[[], bool]], WeightStore]:
        project = self._session.project

        def work(_cancelled: Callable[[], bool]) -> WeightStore:
            seed, known = project.training.seed, self._fresh
            if known is None or known[1] != seed or not same_structure(known[0], project.graph):
                if self._run.active:  # making a model would draw on the random numbers of the one that trains
                    what = "The weights before training are made once the run has ended."
                    raise ProblemError(Problem(what, fix="Look again then.", severity="warning"))
                store = engine_door.fresh_weights(project, "Before training")
                self._fresh = known = (project.graph, seed, store)
            return known[2]

        return work

    # --- a model that trains ---------------------------------------------------------------------------------------

    def _hear(self, event: RunEvent) -> None:
        if isinstance(event, EpochEnded) and self._layer and self._ids is not None:
            self._due = True
            if not self._pace.isActive():
                self._look_if_due()

    def _look_if_due(self) -> None:
        if self._due and self._ids is not None and self._run.active and not self._run.left:
            self.want(self._ids)

    def _look(self) -> None:
        self._due = False
        self._pace.start()
        assert self._run.project is not None
        epoch, layer = len(self._run.log.epoch_seconds), self._layer
        title = f"in training, after epoch {epoch}" if epoch else "in training, epoch 1"
        self._run.look(partial(_copied, self._run.project.graph, layer, title, self._looked.emit))

    def _take_look(self, found: Read) -> None:
        if found.layer == self._layer and self._run.active:
            self.read.emit(found)


def path_of(graph: Graph, ids: tuple[str, ...]) -> LayerPath:
    """The names along a way of layer ids; empty if the drawing does not have it."""
    return titles(graph, ids) if layer_at(graph, ids) is not None else ()


def layer_at(graph: Graph, ids: tuple[str, ...]) -> Any:
    """The layer at the end of a way of layer ids, or None."""
    layer = None
    for id in ids:
        layer = graph.layers.get(id)
        if layer is None:
            return None
        graph = layer.model or Graph()
    return layer


def _title(model: ModelInHand) -> str:
    if model.live is None and model.path is not None:
        return f"of {Path(model.path).name}"
    return f"trained for {model.epochs} epoch{'s' if model.epochs != 1 else ''}" if model.epochs else "trained"


def _copied(graph: Graph, layer: LayerPath, title: str, tell: Callable[[Read], object], model: Any) -> None:
    """On the training thread: copy one layer's weights and go on."""
    tell(Read(layer, "training", engine_door.layer_of_live(model, graph, layer), title))
