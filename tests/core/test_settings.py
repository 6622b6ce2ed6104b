"""User settings: remembered, and never a reason not to start."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_nn import settings
from desktop_nn.problems import ProblemError
from desktop_nn.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DESKTOP_NN_STATE", str(tmp_path / "state"))
    return tmp_path


def given(text: str) -> Settings:
    settings.path().parent.mkdir(parents=True, exist_ok=True)
    settings.path().write_text(text, "utf-8")
    return settings.load()


def test_that_without_a_file_the_defaults_hold() -> None:
    assert settings.load() == Settings()


def test_that_settings_come_back() -> None:
    mine = replace(Settings(), theme="dark", text_scale=1.2, recent_files=("/a/ä.dnn", "/b.dnn"), animations=False)
    settings.save(mine)
    assert settings.load() == mine


def test_that_only_what_differs_is_written() -> None:
    settings.save(replace(Settings(), theme="light"))
    assert json.loads(settings.path().read_text("utf-8")) == {"theme": "light"}


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "\x00", "[" * 100_000])
def test_that_a_broken_file_means_the_defaults(text: str) -> None:
    assert given(text) == Settings()


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "pink"},
        {"theme": 3},
        {"text_scale": 40},
        {"text_scale": "large"},
        {"animations": 1},
        {"recent_limit": True},
        {"recent_files": "a.dnn"},
        {"no_such_setting": 1},
    ],
)
def test_that_a_wrong_value_falls_back_alone(wrong: dict[str, object]) -> None:
    assert given(json.dumps({**wrong, "restore_last": True})) == replace(Settings(), restore_last=True)


def test_that_a_whole_number_is_a_number() -> None:
    assert given('{"text_scale": 1}').text_scale == 1.0


def test_that_a_list_of_files_keeps_its_sound_entries() -> None:
    assert given('{"recent_files": ["a.dnn", 5, null]}').recent_files == ("a.dnn",)


def test_that_every_setting_has_a_title_and_a_legal_default() -> None:
    for setting in settings.described():
        assert setting.title
        assert setting.minimum is None or setting.minimum <= setting.default
        assert setting.maximum is None or setting.default <= setting.maximum
        assert not setting.choices or setting.default in dict(setting.choices)


def test_that_a_folder_that_cannot_be_made_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(folder / "file" / "config"))
    with pytest.raises(ProblemError):
        settings.save(replace(Settings(), theme="dark"))
    assert settings.load() == Settings()


def test_that_folders_follow_the_environment(folder: Path) -> None:
    assert settings.config_folder() == folder / "config"
    assert settings.log_folder().parent == settings.state_folder() == folder / "state"


def test_that_without_the_environment_the_systems_folders_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESKTOP_NN_CONFIG")
    monkeypatch.delenv("DESKTOP_NN_STATE")
    assert "desktop-nn" in str(settings.config_folder())
    assert "desktop-nn" in str(settings.state_folder())
    assert settings.default_runs_folder().name == "runs"


def test_that_a_file_in_place_of_the_folder_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "config"
    place.write_text("a file")
    monkeypatch.setenv(settings.CONFIG_VARIABLE, str(place))
    with pytest.raises(ProblemError, match="stands where a folder belongs"):
        settings.save(Settings(theme="dark"))
