"""The shipped file is what the generator makes of the installed Keras, and nothing public is left out."""

from __future__ import annotations

import json
import subprocess
import sys

import keras
import pytest

from desktop_nn.catalogue import Group, load
from desktop_nn.catalogue.catalogue import of_keras
from desktop_nn.engine.catalogue_generator.__main__ import CATALOGUE_FILE, main
from desktop_nn.engine.catalogue_generator.assembly import assemble
from desktop_nn.engine.catalogue_generator.symbols import MODULES, NOT_KINDS, public_names
from desktop_nn.engine.catalogue_generator.writing import to_text


def test_that_the_shipped_file_is_what_the_installed_keras_gives() -> None:
    assert CATALOGUE_FILE.read_text("utf-8") == to_text(assemble()), (
        "Run python -m desktop_nn.engine.catalogue_generator and look at the difference."
    )


def test_that_what_is_read_equals_what_was_written() -> None:
    assert to_text(of_keras()) == CATALOGUE_FILE.read_text("utf-8")


def test_that_checking_an_old_file_fails_and_leaves_it_alone(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "keras.json"  # type: ignore[operator]
    old.write_text("{}", "utf-8")
    monkeypatch.setattr("desktop_nn.engine.catalogue_generator.__main__.CATALOGUE_FILE", old)
    monkeypatch.setattr("desktop_nn.engine.catalogue_generator.__main__.assemble", load)
    assert main(["--check"]) == 1
    assert "out of date" in capsys.readouterr().err
    assert old.read_text("utf-8") == "{}"
    assert main([]) == 0
    assert main(["--check"]) == 0


@pytest.mark.parametrize("group", MODULES)
def test_that_every_public_name_of_keras_is_found(group: Group) -> None:
    assert public_names(group)
    assert [name for name in public_names(group) if load().find(group, name) is None] == []


def test_that_only_look_up_functions_and_input_spec_are_no_kinds() -> None:
    assert set(NOT_KINDS) == {"get", "serialize", "deserialize", "InputSpec"}


def test_that_the_file_names_its_keras_version() -> None:
    assert load().keras_version == keras.__version__


def test_that_kinds_stand_sorted_so_that_the_file_diffs_well() -> None:
    groups = json.loads(CATALOGUE_FILE.read_text("utf-8"))["groups"]
    for kinds in groups.values():
        names = [kind["name"] for kind in kinds]
        assert names == sorted(names)


def test_that_the_file_stays_small_enough_for_the_start() -> None:
    assert CATALOGUE_FILE.stat().st_size < 1_200_000


def test_that_reading_the_catalogue_loads_neither_keras_nor_numpy() -> None:
    script = (
        "import sys; from desktop_nn.catalogue import load, values; from desktop_nn.catalogue.search import search; "
        "search(load(), 'dense'); "
        "print(sorted({'keras', 'tensorflow', 'numpy', 'pydantic'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_that_importing_the_generator_loads_no_keras() -> None:
    script = "import sys; import desktop_nn.engine.catalogue_generator.assembly; print('keras' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
