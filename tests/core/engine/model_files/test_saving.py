"""Saving: whole or not at all, loadable by Keras itself, with the project inside, the live model untouched."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from desktop_nn.data.choices import Bindings, DataChoices, Source
from desktop_nn.engine.build import build
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import read, restore, save
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from tests.core.engine.model_files import plain_keras

SUFFIXES = (".h5", ".keras")


def project() -> Project:
    """Input → Dense 3 relu → Dense 1 at places of the user's own, with bindings and choices."""
    graph, source = edits.place(Graph("mine"), "InputLayer", 30.5, -40, config={"shape": [8]})
    graph, hidden = edits.place(graph, "Dense", 250, 77, name="hidden", config={"units": 3, "activation": "relu"})
    graph, end = edits.place(graph, "Dense", -8, 300, name="price", config={"units": 1})
    graph = replace(graph, links=(Link(source, hidden), Link(hidden, end)))
    bindings = Bindings({source: ("MedInc", "HouseAge")}, {end: "MedHouseVal"})
    loss = OutputChoices(Configured("MeanSquaredError"), 1.0, (Configured("MeanAbsoluteError"),))
    training = TrainingChoices(Configured("Adam", {"learning_rate": 0.002}), {end: loss}, epochs=7, batch_size=16)
    return Project(graph, DataChoices(Source("california-housing"), bindings=bindings), training, notes="Mine.")


def built(document: Project) -> Any:
    model = build(document.graph, 0)
    compile_model(model, document.graph, document.training)
    return model


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_the_whole_project_comes_back_with_the_file(suffix: str, tmp_path: Path) -> None:
    document = project()
    save(built(document), tmp_path / f"mine{suffix}", document)
    file = read(tmp_path / f"mine{suffix}")
    assert file.project == document
    assert file.graph == document.graph
    assert file.training == document.training
    assert file.changes == ()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_keras_itself_loads_the_file_compiled(suffix: str, tmp_path: Path) -> None:
    document = project()
    model = built(document)
    plain_keras.fit(model)
    save(model, tmp_path / f"mine{suffix}", document)
    loaded = load_keras().models.load_model(tmp_path / f"mine{suffix}")
    inputs, targets = plain_keras.data(model)
    assert loaded.compiled
    assert np.array_equal(loaded.predict(inputs, verbose=0), model.predict(inputs, verbose=0))
    assert loaded.evaluate(inputs, targets, verbose=0) == model.evaluate(inputs, targets, verbose=0)


@pytest.mark.parametrize(("name", "keras2"), [("mine.h5", False), ("mine.h5", True), ("mine.keras", False)])
def test_that_saving_changes_nothing_about_the_live_model(name: str, keras2: bool, tmp_path: Path) -> None:
    document = project()
    model = built(document)
    plain_keras.fit(model)
    before = plain_keras.everything(model)
    save(model, tmp_path / name, document, keras2=keras2)
    assert plain_keras.everything(model) == before
    model.save(tmp_path / "after.keras")
    assert type(load_keras().models.load_model(tmp_path / "after.keras").optimizer).__name__ == "Adam"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_weights_and_optimizer_come_back_bit_for_bit(suffix: str, tmp_path: Path) -> None:
    document = project()
    model = built(document)
    plain_keras.fit(model)
    save(model, tmp_path / f"mine{suffix}", document)
    back = restore(read(tmp_path / f"mine{suffix}"))
    assert plain_keras.equal(back.get_weights(), model.get_weights())
    states = [[variable.numpy() for variable in found.optimizer.variables] for found in (back, model)]
    assert plain_keras.equal(*states)
    compiled = [dict(found.get_compile_config()) for found in (back, model)]
    chosen = [{**said.pop("optimizer")["config"], "name": "numbered by Keras"} for said in compiled]
    assert compiled[0] == compiled[1]
    assert chosen[0] == chosen[1]


@pytest.mark.parametrize("loss", ["mse", ["mse", "MAE"], {"main": "mape", "aux": "huber"}])
def test_that_losses_given_by_short_names_load_compiled(loss: Any, tmp_path: Path) -> None:
    model = plain_keras.chain() if isinstance(loss, str) else plain_keras.two_outputs()
    model.compile("adam", loss)
    save(model, tmp_path / "mine.h5", Project())
    loaded = load_keras().models.load_model(tmp_path / "mine.h5")
    inputs, targets = plain_keras.data(model)
    said = [np.atleast_1d(found.evaluate(inputs, targets, verbose=0)) for found in (loaded, model)]
    assert said[0][0] == said[1][0]


def test_that_an_archive_is_made_in_memory_however_little_of_it_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keras would write HDF5 to the disk, and HDF5 on a full disk ends the process."""
    from keras.src.saving import saving_lib

    monkeypatch.setattr(saving_lib, "is_memory_sufficient", lambda model: False)
    opened: list[object] = []
    plain = saving_lib.H5IOStore.__init__

    def noted(self: Any, path: Any, archive: Any = None, mode: str = "r") -> None:
        opened.append(archive)
        plain(self, path, archive, mode)

    monkeypatch.setattr(saving_lib.H5IOStore, "__init__", noted)
    save(built(project()), tmp_path / "mine.keras", project())
    assert len(opened) == 1
    assert opened[0] is not None
    assert read(tmp_path / "mine.keras").project == project()


def test_that_keras_2_has_no_archives(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match=r"ends in \.h5\."):
        save(built(project()), tmp_path / "mine.keras", project(), keras2=True)


def test_that_saving_as_h5_does_not_warn(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    document = project()
    save(built(document), tmp_path / "mine.h5", document)
    assert caplog.records == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_no_other_file_is_left_behind(suffix: str, tmp_path: Path) -> None:
    document = project()
    save(built(document), tmp_path / f"mine{suffix}", document)
    assert [path.name for path in tmp_path.iterdir()] == [f"mine{suffix}"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_a_failed_save_leaves_the_old_file(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = project()
    model = built(document)
    (tmp_path / f"mine{suffix}").write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError) as caught:
        save(model, tmp_path / f"mine{suffix}", document)
    assert "full" in caught.value.problem.what
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(f"mine{suffix}", b"old")]


def test_that_a_missing_folder_is_told(tmp_path: Path) -> None:
    document = project()
    with pytest.raises(ProblemError) as caught:
        save(built(document), tmp_path / "gone" / "mine.h5", document)
    assert caught.value.problem.where == str(tmp_path / "gone" / "mine.h5")


def test_that_another_suffix_is_refused(tmp_path: Path) -> None:
    document = project()
    with pytest.raises(ProblemError, match=r"\.h5 or \.keras"):
        save(built(document), tmp_path / "mine.pt", document)


def test_that_a_drawing_that_is_not_the_model_s_is_passed_over(tmp_path: Path) -> None:
    document = project()
    renamed = replace(document, graph=edits.rename(document.graph, "l2", "somebody"))
    save(built(document), tmp_path / "mine.h5", renamed)
    file = read(tmp_path / "mine.h5")
    assert file.project is None
    assert [layer.name for layer in file.graph.layers.values()] == ["input", "hidden", "price"]
    assert "drawing" in file.changes[-1]


def test_that_choices_changed_after_compiling_do_not_come_back_as_the_model_s(tmp_path: Path) -> None:
    document = project()
    model = built(document)
    plain_keras.fit(model)
    changed = replace(document, training=replace(document.training, optimizer=Configured("RMSprop"), epochs=99))
    save(model, tmp_path / "mine.h5", changed)
    file = read(tmp_path / "mine.h5")
    assert file.project == changed
    assert file.training == replace(changed.training, optimizer=document.training.optimizer)
    assert plain_keras.equal(plain_keras.fit(restore(file)), plain_keras.fit(model))


def test_that_a_drawing_older_than_the_configuration_is_passed_over(tmp_path: Path) -> None:
    document = project()
    save(built(document), tmp_path / "mine.h5", document)
    with h5py.File(tmp_path / "mine.h5", "r+") as file:
        file.attrs["model_config"] = file.attrs["model_config"].replace('"relu"', '"tanh"')
    opened = read(tmp_path / "mine.h5")
    assert opened.project is None
    assert [layer.config.get("activation") for layer in opened.graph.layers.values()] == [None, "tanh", None]


def test_that_an_archive_keeps_to_the_three_entries_of_keras(tmp_path: Path) -> None:
    document = project()
    save(built(document), tmp_path / "mine.keras", document)
    with zipfile.ZipFile(tmp_path / "mine.keras") as archive:
        assert archive.namelist() == ["metadata.json", "config.json", "model.weights.h5"]
