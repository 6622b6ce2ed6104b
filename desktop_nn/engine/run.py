"""One run, from a project to its final model in a run folder, telling what happens in frozen events.

What the run needs lies beside: `batches` (the order of samples), `watching` (steering, NaN, progress), `recording`
(the run's folder), `checkpointing`, `continuing`, `run_callbacks` (the document's own), `failures`.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import desktop_nn
from desktop_nn.atomic import problem_of
from desktop_nn.data import sources
from desktop_nn.data.columns import Prepared
from desktop_nn.data.prepare import prepare
from desktop_nn.engine import custom_layers, model_files
from desktop_nn.engine.batches import EpochBatches, feed
from desktop_nn.engine.build import assemble, checked, input_names, output_names
from desktop_nn.engine.checkpointing import Checkpointer
from desktop_nn.engine.checkpointing import as_callback as checkpointing_callback
from desktop_nn.engine.code_blame import place_of
from desktop_nn.engine.code_watch import BrokenOffError, Watcher
from desktop_nn.engine.compile import compile_model, rate_of
from desktop_nn.engine.continuing import Continued
from desktop_nn.engine.custom_code import CustomCode
from desktop_nn.engine.devices import placed_on, precisely, refuse_unavailable, replicated
from desktop_nn.engine.failures import failure
from desktop_nn.engine.fast_fit import why_not
from desktop_nn.engine.internals import Looker, kept
from desktop_nn.engine.internals import as_callback as looking_callback
from desktop_nn.engine.keras_fit import fit
from desktop_nn.engine.loading import load_keras, versions
from desktop_nn.engine.memory import refuse_vast_batch
from desktop_nn.engine.no_number import Scene, blamed, plain_rate
from desktop_nn.engine.recording import Recorder, now, shortest
from desktop_nn.engine.recording import as_callback as recording_callback
from desktop_nn.engine.run_callbacks import WRITERS, early_text, run_callbacks
from desktop_nn.engine.sample_weights import sample_weights
from desktop_nn.engine.tensorboard_extras import write_extras
from desktop_nn.engine.watching import NoNumberError, StopRequestedError, Watch
from desktop_nn.engine.watching import as_callback as watching_callback
from desktop_nn.engine.weights import carry_over, stored_model
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import file as project_file
from desktop_nn.project.document import Project
from desktop_nn.project.validate import refuse_wrong
from desktop_nn.runs.folder import RunFolder, create
from desktop_nn.runs.record import RunRecord, here
from desktop_nn.training.events import Noticed, RunEnded, RunEvent, RunStarted, Status
from desktop_nn.training.monitor_names import monitor_names
from desktop_nn.training.steering import Steering

_FOR_TRAINING = 3
"""How often the weights must fit into memory: themselves, their gradients, the copy from before the epoch."""


@dataclass(frozen=True, slots=True)
class Trained:
    """How a run ended; its live, compiled model (None if nothing was trained), its folder (None if none was made)."""

    ended: RunEnded
    model: Any = None
    folder: Path | None = None


class Run:
    """One run, from start to end; its fields fill as it goes."""

    def __init__(
        self,
        project: Project,
        runs: Path,
        emit: Callable[[RunEvent], None],
        steering: Steering,
        start_from: Path | None = None,
        continued: Continued | None = None,
    ) -> None:
        self._project, self._choices, self._graph = project, project.training, project.graph
        self._runs, self._emit, self._steering, self._start_from = runs, emit, steering, start_from
        self._continued = continued
        self._watcher = Watcher(steering)
        self._code = CustomCode(self._choices, steering, emit)
        self._began = time.monotonic()
        self._model: Any = None
        self._watch: Watch | None = None
        self._recorder: Recorder | None = None
        self._prepared: Prepared | None = None
        self._early = ""
        self._test: dict[str, float] = {}

    def go(self) -> Trained:
        """Prepare, fit, evaluate, save; whatever happens, end properly."""
        with contextlib.ExitStack() as self._held:
            return self._go()

    def _go(self) -> Trained:
        status, problem = self._carry_through()
        if status == "discarded":
            return self._discard()
        saved, unsaved = self._save()
        if unsaved is not None:
            status, problem = "failed", problem or unsaved
        if saved is not None and saved.parent != self._folder and problem is not None:
            problem = replace(problem, fix=f"{problem.fix} The model so far is in {saved}.")
        problem = self._close_record(status, problem, saved)
        if problem is not None:
            status = "failed"
        done = self._recorder.record.epochs if self._recorder else 0
        if self._continued is not None:
            self._continued.forget_copies()
        if self._recorder is not None and self._prepared is not None and self._trained:
            record = self._recorder.record
            write_extras(self._recorder.folder, self._project, self._model, self._prepared, record)
        self._held.close()  # whoever hears of the end may train in the folder
        ended = RunEnded(status, done, self._seconds(), saved, self._test, problem, self._early)
        self._emit(ended)
        return Trained(ended, self._model if self._trained else None, self._folder)

    def _discard(self) -> Trained:
        """Leave nothing of a new run; a continued one is as it was before."""
        problem = None
        self._held.close()
        try:
            if self._continued is not None:
                self._continued.take_back()
            elif self._folder is not None:
                shutil.rmtree(self._folder)
        except OSError as error:
            problem = problem_of(error, self._folder or self._runs)
        except ProblemError as error:
            problem = error.problem
        ended = RunEnded(
            "discarded", self._continued.epochs if self._continued else 0, self._seconds(), problem=problem
        )
        self._emit(ended)
        return Trained(ended)

    @property
    def _folder(self) -> Path | None:
        return self._recorder.folder.path if self._recorder else None

    @property
    def _trained(self) -> bool:
        return self._watch is not None and self._watch.updates > 0

    def _seconds(self) -> float:
        return time.monotonic() - self._began

    def _carry_through(self) -> tuple[Status, Problem | None]:
        try:
            load_keras()
            refuse_unavailable(self._choices)
            with placed_on(self._choices), custom_layers.watched_by(self._watcher):
                prepared = self._prepare()
                self._fit(prepared)
                self._evaluate(prepared)
        except (StopRequestedError, BrokenOffError) as error:
            if isinstance(error, BrokenOffError):
                self._code.tell(Noticed(0, custom_layers.never_returned("A layer", place_of(error))))
            return "discarded" if self._steering.wish == "discard" else "stopped", None
        except Exception as error:  # told to the user as a problem; what nobody foresaw goes to the log as well
            return "failed", failure(error, self._folder or self._runs)
        return "finished", None

    def _prepare(self) -> Prepared:
        """Everything up to the first batch: checks, data, model, folder."""
        data, graph = self._project.data, self._graph
        facts = checked(graph, copies=_FOR_TRAINING)
        refuse_wrong(self._project, facts, sources.describe(data.source) if data.source else None)
        prepared = prepare(data, {**input_names(graph), **output_names(graph)})
        refuse_vast_batch(graph, facts, min(self._choices.batch_size, len(prepared.train)))
        self._check_stop()
        source = stored_model(self._start_from, graph, self._project.code) if self._start_from is not None else None
        with precisely(self._choices), replicated(self._choices):
            self._model = assemble(graph, facts, self._choices.seed)
            compile_model(self._model, graph, self._choices)
        if source is not None:
            carry_over(source, self._model, str(self._start_from))
        self._callbacks(RunFolder(self._runs), prepared)  # a mistake in them shows before a folder is made
        self._check_stop()
        self._open_folder(facts, prepared)
        self._prepared = prepared
        return prepared

    def _callbacks(self, folder: RunFolder, prepared: Prepared) -> list[Any]:
        figures = monitor_names(self._graph, self._choices, validated=len(prepared.validation) > 0)
        self._code.tell = self._recorder.tell if self._recorder else self._emit
        return run_callbacks(self._choices, folder, self._save_to, figures, self._code)

    def _open_folder(self, facts: GraphFacts, prepared: Prepared) -> None:
        choices, going_on = self._choices, self._continued
        samples = {name: len(getattr(prepared, name)) for name in ("train", "validation", "test")}
        if going_on is None:
            folder = create(self._runs)
            self._held.enter_context(folder.locked())
            record = self._new_record(folder, facts, samples)
        else:
            folder = going_on.folder
            _check_same_data(going_on.before, samples)
            record = going_on.begin()
        theirs = any(item.kind == "ModelCheckpoint" and item.config.get("save_best_only") for item in choices.callbacks)
        self._recorder = Recorder(folder, record, self._emit, self._save_to, keep_best=not theirs)
        project_file.write(folder.project, self._project, facts)
        self._recorder.write()

    def _new_record(self, folder: RunFolder, facts: GraphFacts, samples: Mapping[str, int]) -> RunRecord:
        choices = self._choices
        rate = choices.optimizer.config.get("learning_rate")
        return RunRecord(
            folder.path,
            title=self._graph.name,
            created=now(),
            planned_epochs=choices.epochs,
            batch_size=choices.batch_size,
            seed=choices.seed,
            split_seed=self._project.data.split.seed,
            parameters=facts.parameters,
            trainable=facts.trainable,
            optimizer=choices.optimizer.kind,
            learning_rate=shortest(rate_of(self._model.optimizer)) if not isinstance(rate, Mapping) else None,
            data=self._project.data.source.name if self._project.data.source else "",
            samples=samples,
            start_from=str(self._start_from or ""),
            versions={"desktop-nn": desktop_nn.__version__, **versions()},
            **here(),
        )

    def _fit(self, prepared: Prepared) -> None:
        assert self._recorder is not None
        choices, model, recorder = self._choices, self._model, self._recorder
        weights = sample_weights(prepared.train, self._graph, choices)
        batches = EpochBatches(prepared.train, choices.batch_size, choices.seed, weights)
        self._watch = watch = Watch(model, self._steering, recorder.tell, batches.begin)
        theirs = self._callbacks(recorder.folder, prepared)
        callbacks = self._in_order(theirs, watch, recorder, prepared)
        going_on = self._continued
        first, earlier = (going_on.epochs, going_on.earlier) if going_on else (0, ())
        parameters, folder, slow = recorder.record.parameters, recorder.folder.path, why_not(model, callbacks)
        recorder.tell(
            RunStarted(folder, choices.epochs, batches.steps, parameters, self._seconds(), slow, first_epoch=first)
        )
        for event in earlier:
            self._emit(event)
        try:
            validation = prepared.validation if len(prepared.validation) else None
            fit(model, batches, validation, callbacks, choices.epochs, first)
        except NoNumberError as error:
            rate = plain_rate(model.optimizer)
            watch.restore_good_weights()
            with model.distribute_strategy.scope():
                compile_model(model, self._graph, choices)  # the optimizer's state is spoilt as well
            raise blamed(error, self._scene(watch, batches, rate), watch.check_stop) from error
        self._early = early_text(theirs)

    def _scene(self, watch: Watch, batches: EpochBatches, rate: float | None) -> Scene:
        """Where the loss became no number."""
        assert self._recorder is not None
        fresh = watch.epoch == 0 and self._start_from is None
        path, weights = self._recorder.folder.checkpoint, watch.good_weights
        graph, choices = self._graph, self._choices
        return Scene(graph, choices, batches, watch.epoch, watch.step - 1, weights, fresh, path, rate)

    def _looking(self, prepared: Prepared, watch: Watch) -> list[Any]:
        """The callback that looks into the layers, if the user wants it."""
        assert self._recorder is not None
        if not self._choices.internals:
            return []
        tell = kept(self._recorder.folder.path, self._recorder.tell)
        looker = Looker(self._graph, self._choices, prepared.train, tell)
        return [looking_callback(looker, lambda: watch.epoch_seconds)]

    def _in_order(self, theirs: list[Any], watch: Watch, recorder: Recorder, prepared: Prepared) -> list[Any]:
        """All callbacks of the run. A disk that fills up while the document's own write must not cost the figures of
        an epoch that was trained; the checkpoint comes last, for it holds what the others remember."""
        writers = [callback for callback in theirs if type(callback).__name__ in WRITERS]
        others = [callback for callback in theirs if callback not in writers]
        path, start = recorder.folder.checkpoint, self._continued.checkpoint if self._continued else None
        checkpointer = Checkpointer(path, theirs, self._choices.epochs, self._steering)
        return [
            watching_callback(watch),
            *others,
            recording_callback(recorder, lambda: watch.epoch_seconds),
            *self._looking(prepared, watch),
            *writers,
            checkpointing_callback(checkpointer, start, theirs, path),
        ]

    def _evaluate(self, prepared: Prepared) -> None:
        """Figures of the test part; a stop only leaves them out, for the training itself is finished."""
        assert self._watch is not None
        if not len(prepared.test):
            return
        inputs, targets = feed(prepared.test)
        with contextlib.suppress(StopRequestedError):
            figures = self._model.evaluate(
                inputs,
                targets,
                batch_size=self._choices.batch_size,
                verbose=0,
                callbacks=[watching_callback(self._watch)],
                return_dict=True,
            )
            self._test = {name: float(value) for name, value in figures.items()}

    def _save(self) -> tuple[Path | None, Problem | None]:
        """Write the final model, elsewhere if the run's folder refuses; also why it refused."""
        if not self._trained or self._recorder is None:
            return None, None
        try:
            self._save_to(self._model, self._recorder.folder.model)
            return self._recorder.folder.model, None
        except Exception as error:
            problem = failure(error, self._recorder.folder.path)
        with contextlib.suppress(Exception):
            path = Path(tempfile.mkdtemp(prefix="desktop-nn-")) / f"{self._recorder.folder.path.name}.h5"
            self._save_to(self._model, path)
            return path, problem
        return None, problem

    def _close_record(self, status: Status, problem: Problem | None, saved: Path | None) -> Problem | None:
        if self._recorder is None:
            return problem
        try:
            self._recorder.write(
                state=status,
                ended=now(),
                seconds=round(self._seconds() + (self._continued.before.seconds if self._continued else 0.0), 3),
                test=self._test,
                early=self._early,
                problem=problem,
                best_model=self._recorder.folder.best_model.name if self._recorder.folder.best_model.exists() else "",
                model=saved.name if saved and saved.parent == self._folder else str(saved or ""),
            )
        except ProblemError as error:
            return problem or error.problem
        return problem

    def _save_to(self, model: Any, path: Path) -> None:
        model_files.save(model, path, self._project)

    def _check_stop(self) -> None:
        if self._steering.must_end:
            raise StopRequestedError


def _check_same_data(before: RunRecord, samples: Mapping[str, int]) -> None:
    """Going on with other data would be another run under the same name. Raises ProblemError."""
    if before.samples and dict(before.samples) != dict(samples):
        now_, then = (
            ", ".join(f"{count:,} {name}" for name, count in part.items()) for part in (samples, before.samples)
        )
        what = f"The data has changed since this run: it had {then} samples, now there are {now_}."
        raise ProblemError(Problem(what, str(before.folder), "Bring the old data back, or start a new run."))
