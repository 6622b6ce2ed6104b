"""The other model of a comparison: its weights, fetched once and kept, and the table of differences to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_nn.problems import Problem
from desktop_nn.weights.comparison import Distance, distances
from desktop_nn.weights.store import LayerPath, Weight, WeightStore
from ui import engine_door
from ui.session import Session
from ui.weights.other_model import OtherModel
from ui.weights.reader import WeightReader

Work = Callable[[Callable[[], bool]], WeightStore]


class Comparing(QObject):
    """`compared` carries the distances of all weights; `failed` the problem that ended the comparison."""

    compared = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, reader: WeightReader) -> None:
        super().__init__(session)
        self._session, self._reader = session, reader
        self.other: OtherModel | None = None
        self._work: Work | None = None
        self._kept: tuple[OtherModel, WeightStore] | None = None

    def choose(self, other: OtherModel | None) -> None:
        """Compare with that model from now on."""
        self.other = other
        self._kept = None if other is None else self._kept
        self._work = None if other is None else self._store_work(other)

    def weights_of(self, layer: LayerPath) -> Callable[[Callable[[], bool]], tuple[Weight, ...]]:
        """Work that gives the other model's weights of a layer; none without a comparison."""
        work = self._work

        def read(cancelled: Callable[[], bool]) -> tuple[Weight, ...]:
            return work(cancelled).of(layer) if work is not None else ()

        return read

    def measure(self) -> bool:
        """Ask for the distances of all weights; False while a run trains: its model cannot be read whole."""
        here, there = self._reader.store(), self._work
        if here is None or there is None:
            return False

        def work(cancelled: Callable[[], bool]) -> tuple[Distance, ...]:
            return distances(here(cancelled), there(cancelled), cancelled)

        self._session.looking.submit(work, done=self.compared.emit, refused=self._refused, latest="distances")
        return True

    def _store_work(self, other: OtherModel) -> Work:
        fresh = self._reader.fresh()

        def work(cancelled: Callable[[], bool]) -> WeightStore:
            if self._kept is None or self._kept[0] is not other:
                self._kept = (other, _read(other.path, other.title, cancelled) if other.path else fresh(cancelled))
            return self._kept[1]

        return work

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self.failed.emit(problems[0])


def _read(path: Path, title: str, cancelled: Callable[[], bool]) -> WeightStore:
    return engine_door.file_weights(path, title, cancelled)
