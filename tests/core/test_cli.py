"""The command line as scripts see it: commands, streams and exit codes, as far as no Keras is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_nn import __version__, screen
from desktop_nn.cli import main
from desktop_nn.project import examples

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "pandas", "sklearn", "pydantic", "keras", "tensorflow", "h5py", "PySide6")

Captured = pytest.CaptureFixture[str]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as its own process, without a display."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    inherited = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "desktop_nn", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**inherited, **environment},
    )


def one_line(text: str) -> str:
    assert text.endswith("\n")
    assert text.count("\n") == 1
    return text.strip()


def loaded_by(*arguments: str) -> set[str]:
    """Which of the heavy packages a command imports."""
    program = f"""
import sys
from desktop_nn.cli import main
main({list(arguments)!r})
sys.stderr.write(" ".join(name for name in {HEAVY!r} if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stderr.split())


def test_that_help_names_every_command(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    for command in ("examples", "train", "evaluate", "summary", "convert", "tensorboard", "self-test"):
        assert f"  {command}" in told


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("train", "--help"), ("examples",)])
def test_that_nothing_heavy_is_loaded_for_it(arguments: tuple[str, ...]) -> None:
    assert loaded_by(*arguments) <= ({"numpy"} if arguments == ("examples",) else set())


def test_that_the_version_is_told(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"desktop-nn {__version__}\n"


def test_that_examples_are_listed_one_a_line(capsys: Captured) -> None:
    assert main(["examples"]) == 0
    assert tuple(capsys.readouterr().out.splitlines()) == examples.names()


def test_that_examples_as_json_have_title_and_text(capsys: Captured) -> None:
    assert main(["examples", "--json"]) == 0
    items = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [item["name"] for item in items] == list(examples.names())
    assert all(item["title"] and item["about"] for item in items)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["train"], "PROJECT"),
        (["train", "blobs-wide", "--epochs", "0"], "“0” is no whole number from 1"),
        (["train", "blobs-wide", "--epochs", "-3"], "epochs"),
        (["train", "blobs-wide", "--seed", "x"], "“x” is no whole number"),
        (["train", "blobs-wide", "--seed", "4294967296"], "4294967295"),
        (["train", "a", "b"], "unrecognized"),
        (["evaluate", "blobs-wide"], "--model"),
        (["evaluate", "blobs-wide", "--model", "m.h5", "--part", "some"], "some"),
        (["summary"], "FILE"),
        (["convert", "a.dnn"], "OUT"),
        (["tensorboard", "--port", "many"], "many"),
        (["trian", "blobs-wide"], "Did you mean “train”?"),
        (["--json"], "--json"),
    ],
)
def test_that_a_wrong_use_is_one_line_and_exit_2(arguments: list[str], says: str, capsys: Captured) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in one_line(captured.err)
    assert "--help" in captured.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["train", "none.dnn"], "no such file"),
        (["train", "mnist"], "The examples are: fashion-mnist"),
        (["evaluate", "blobs-wide", "--model", "none.h5"], "no such file"),
        (["convert", "none.dnn", "out.py"], "no such file"),
        (["convert", "blobs-wide", "out.docx"], ".ipynb"),
        (["convert", "blobs-wide", "out"], "ends in"),
        (["tensorboard", "no-such-folder"], "no such folder"),
        (["no-such-model.h5"], "no such file"),
        (["summry"], "Did you mean “summary”?"),
    ],
)
def test_that_bad_input_is_one_line_and_exit_2(arguments: list[str], says: str, capfd: Captured) -> None:
    assert main(arguments) == 2
    captured = capfd.readouterr()
    assert captured.out == ""
    assert says in one_line(captured.err)


def test_that_without_a_display_the_window_names_the_other_commands() -> None:
    done = run()
    assert done.returncode == 2
    told = one_line(done.stderr)
    assert "no display" in told
    assert "train" in told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X displays are Linux's")
def test_that_a_display_that_does_not_answer_is_found_out() -> None:
    done = run(DISPLAY=":250")
    assert done.returncode == 2
    assert "“:250” does not answer" in one_line(done.stderr)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's packages are Linux's")
def test_that_missing_libraries_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"libxcb-icccm.so.4", "libxcb-keysyms.so.1"}
    monkeypatch.setattr(screen, "_display_answers", lambda name: True)
    monkeypatch.setattr(screen, "_loads", lambda library: library not in gone)
    problem = screen.obstacle({"DISPLAY": ":0"})
    assert problem is not None
    assert "sudo apt install libxcb-icccm4 libxcb-keysyms1" in problem.fix
    assert screen.obstacle({"QT_QPA_PLATFORM": "offscreen"}) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's packages are Linux's")
def test_that_wayland_needs_none_of_the_libraries_of_x(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "_loads", lambda library: library in screen.NEEDED_BY_QT)
    assert screen.obstacle({"WAYLAND_DISPLAY": "wayland-0"}) is None


def test_that_the_window_opens_on_what_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str | None] = []

    def note(document: str | None) -> int:
        opened.append(document)
        return 0

    monkeypatch.setattr(screen, "open_window", note)
    assert (main([]), main(["two-outputs"])) == (0, 0)
    assert opened == [None, "two-outputs"]


def test_that_an_error_of_ours_is_one_line_with_a_log(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    from desktop_nn import settings
    from desktop_nn.commands import examples as command

    def broken(**_: object) -> int:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(command, "run", broken)
    assert main(["examples"]) == 1
    assert "unforeseen" in one_line(capsys.readouterr().err)
    assert "Traceback" in (settings.log_folder() / "command-line.log").read_text("utf-8")


def test_that_a_reader_who_has_seen_enough_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen(
        [sys.executable, "-m", "desktop_nn", "examples"], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True
    ) as process:
        os.close(write)
        _, told = process.communicate()
    assert process.returncode == 0
    assert told == ""
