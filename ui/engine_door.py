"""The one lazy door to `desktop_nn.engine`: nothing here imports Keras until a worker calls it.

Every function is slow at its first call (it may load TensorFlow) and must run on a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop_nn.catalogue.code_files import CodeFile
    from desktop_nn.engine.fitting import Fitting
    from desktop_nn.engine.shapes import ShapeInference
    from desktop_nn.graph.facts import GraphFacts
    from desktop_nn.graph.model import Graph, Link
    from desktop_nn.problems import Problem
    from desktop_nn.project.document import Project
    from desktop_nn.training.events import RunEvent
    from desktop_nn.training.layer_times import LayerTimes
    from desktop_nn.training.preflight import Preflight, PreflightEvent
    from desktop_nn.training.rate_test import RateTest
    from desktop_nn.training.steering import Steering
    from desktop_nn.weights.store import LayerPath, Weight, WeightStore

_inference: ShapeInference | None = None
_fitting: Fitting | None = None


@dataclass(frozen=True, slots=True)
class Threads:
    """How many threads an operation has, how many cores there are, and what was measured, by kind of model."""

    in_force: int
    cores: int
    measured: Mapping[str, int] | None


def load(graph: Graph | None = None) -> None:
    """Import TensorFlow and Keras (2–4 s the first time) without stalling other threads.

    What is drawn tells how many threads will suit this process.
    """
    from desktop_nn.engine import loading, threads

    loading.load(threads.size_of(graph) if graph is not None else "small")


def threads() -> Threads:
    """What is known about threads here; TensorFlow is not needed."""
    from desktop_nn.engine import threads

    found = threads.measured()
    known = {str(size): found.best.get(size, threads.cores()) for size in threads.SIZES} if found else None
    return Threads(threads.in_force(), threads.cores(), known)


def devices() -> tuple[str, ...]:
    """The devices that TensorFlow finds."""
    from desktop_nn.engine import devices

    return devices.found()


def loaded() -> bool:
    """Whether Keras is there already."""
    from desktop_nn.engine import loading

    return loading.loaded()


def hear_of_stuck(listener: Callable[[str], object]) -> Callable[[], None]:
    """See `desktop_nn.engine.custom_layers.hear_of_stuck`."""
    from desktop_nn.engine import custom_layers

    return custom_layers.hear_of_stuck(listener)


def infer(graph: Graph, cancelled: Callable[[], bool]) -> GraphFacts:
    """Shapes, counts and problems of a drawing; remembers what it found. For one worker only."""
    return _shapes().infer(graph, cancelled)


def doubts(
    graph: Graph, old: Link | None, links: Collection[Link], cancelled: Callable[[], bool]
) -> dict[Link, Problem | None]:
    """Whether links would fit; see `desktop_nn.engine.fitting.Fitting.doubts`. For the worker of `infer` only."""
    global _fitting
    if _fitting is None:
        from desktop_nn.engine.fitting import Fitting

        _fitting = Fitting(_shapes())
    return _fitting.doubts(graph, old, links, cancelled)


def _shapes() -> ShapeInference:
    global _inference
    if _inference is None:
        from desktop_nn.engine.shapes import ShapeInference

        _inference = ShapeInference()
    return _inference


def train(
    project: Project,
    runs: Path,
    emit: Callable[[RunEvent], None],
    steering: Steering,
    start_from: Path | None = None,
) -> Any:
    """Train; see `desktop_nn.engine.fit.train`."""
    from desktop_nn.engine import fit

    return fit.train(project, runs, emit, steering, start_from=start_from)


def go_on(folder: Path, emit: Callable[[RunEvent], None], steering: Steering, epochs: int | None) -> Any:
    """Go on with a run; see `desktop_nn.engine.fit.go_on`."""
    from desktop_nn.engine import fit

    return fit.go_on(folder, emit, steering, epochs=epochs)


def preflight(project: Project, emit: Callable[[PreflightEvent], object], cancelled: Callable[[], bool]) -> Preflight:
    """Check the project before it is trained; see `desktop_nn.engine.preflight.flight.preflight`."""
    from desktop_nn.engine.preflight import flight

    return flight.preflight(project, emit, cancelled)


def rate_test(project: Project, emit: Callable[[RateTest], object], cancelled: Callable[[], bool]) -> RateTest:
    """Try learning rates; see `desktop_nn.engine.preflight.rates.rate_test`."""
    from desktop_nn.engine.preflight import rates

    return rates.rate_test(project, emit, cancelled)


def layer_times(project: Project, cancelled: Callable[[], bool]) -> LayerTimes:
    """What each layer takes of a batch; see `desktop_nn.engine.layer_times.layer_times`."""
    from desktop_nn.engine import layer_times as timing

    return timing.layer_times(project, cancelled)


def evaluate(project: Project, model: Any, part: str) -> Mapping[str, float]:
    """Figures of a model file, or of a live model, on a part of the project's data."""
    from desktop_nn.engine import evaluate as evaluation

    return evaluation.evaluate(project, model, part)


def predict(project: Project, model: Any, part: str, limit: int | None = None) -> Any:
    """Predictions of a model file, or of a live model, beside the truth."""
    from desktop_nn.engine import predict as prediction

    return prediction.predict(project, model, part, limit)


def read_model(path: Path, cancelled: Callable[[], bool] = lambda: False) -> Any:
    """Open a .h5 or .keras file as data, without its arrays; see `desktop_nn.engine.model_files.read`."""
    from desktop_nn.engine import model_files

    return model_files.read(path, cancelled, values=False)


def give_model(
    model: Any, path: Path, project: Project, form: str, precision: str, cancelled: Callable[[], bool]
) -> str:
    """Write a live model in a form; see `desktop_nn.engine.exports.write`.

    `model` None builds the drawing with fresh weights first.
    """
    from desktop_nn.engine import exports

    model = _fresh(project) if model is None else model
    return exports.write(model, path, project, form, precision=precision, cancelled=cancelled)


def load_weights(path: Path, project: Project, cancelled: Callable[[], bool]) -> Any:
    """The project's model with the weights of a file; see `desktop_nn.engine.model_files.load_weights`."""
    from desktop_nn.engine import model_files

    return model_files.load_weights(path, project, _fresh(project), cancelled)


def _fresh(project: Project) -> Any:
    from desktop_nn.engine import build, compile
    from desktop_nn.graph.effective import built
    from desktop_nn.graph.topology import output_nodes

    model = build.build(project.graph, project.training.seed)
    if all(project.training.output(id).loss for id in output_nodes(built(project.graph))):
        compile.compile_model(model, project.graph, project.training)
    return model


def restore(path: Path | None, code: Sequence[CodeFile] = ()) -> Any:
    """A live Keras model out of a model file. Raises ProblemError if there is none."""
    from desktop_nn.engine import model_files
    from desktop_nn.problems import Problem, ProblemError

    if path is None:
        raise ProblemError(Problem("There is no model to save yet.", fix="Train it first."))
    return model_files.restore(model_files.read(path), code=code)


def file_weights(path: Path, title: str, cancelled: Callable[[], bool] = lambda: False) -> WeightStore:
    """The weights of a model file, read as data; Keras is not needed. Raises ProblemError."""
    from desktop_nn.engine import layer_weights, model_files

    return layer_weights.file_store(model_files.read(path, cancelled), title)


def live_weights(model: Any, graph: Graph, title: str) -> WeightStore:
    """The weights of a live model that was built from the drawing."""
    from desktop_nn.engine import layer_weights

    return layer_weights.live_store(model, graph, title)


def fresh_weights(project: Project, title: str) -> WeightStore:
    """The weights with which a run of the project would begin. Raises ProblemError if it cannot be built."""
    from desktop_nn.engine import layer_weights

    return layer_weights.fresh_store(project, title)


def layer_of_live(model: Any, graph: Graph, layer: LayerPath) -> tuple[Weight, ...]:
    """One layer's weights of a live model; quick, for a look while it trains."""
    from desktop_nn.engine import layer_weights

    return layer_weights.live_store(model, graph, "").of(layer)
