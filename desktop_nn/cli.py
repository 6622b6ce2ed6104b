"""The command line: parses, finds the command, turns problems into one line and an exit code.

Each command is a module of `commands/`, on the same rung, and is imported when it is called: `--help` must be
there at once. Exit codes: 0 done, 1 the work failed, 2 wrong use or bad input.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from desktop_nn import __version__

PROGRAM = "desktop-nn"
DONE, FAILED, WRONG_USE = 0, 1, 2

_ABOUT = f"""\
Desktop NN {__version__}: draw Keras models, train them while watching, and understand what you see.

usage: {PROGRAM} [PROJECT.dnn | MODEL.h5]    open the window
       {PROGRAM} COMMAND ...                 work without a window

commands:
  examples                   list the bundled example projects
  train PROJECT              train a project; PROJECT is a .dnn file or an example's name
  evaluate PROJECT --model FILE
                             figures of a trained model on the project's test part
  summary FILE...            layers, output shapes and parameters of .dnn, .h5, .keras and .json
  convert IN OUT             by suffix: .dnn .h5 .keras .weights.h5 .json .tflite .onnx .savedmodel, code .py .ipynb,
                             pictures .png .svg .pdf, its summary .csv .md .txt
  tensorboard [DIR]          open TensorBoard on a folder of runs
  measure-threads            find how many threads suit this machine
  self-test                  prove that this installation trains, saves, loads and shows

“{PROGRAM} COMMAND --help” tells more of a command. With --json, standard output carries one JSON object a line
and nothing else. Exit codes: 0 done, 1 the work failed, 2 wrong use or bad input.
"""


class Parser(argparse.ArgumentParser):
    """argparse, but a wrong use is told in one line."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and where help is; exit code 2."""
        self.exit(WRONG_USE, f"{self.prog}: {message}. See “{self.prog} --help”.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    _give_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _dispatch(given)
    except SystemExit as end:  # argparse's own way out
        return end.code if isinstance(end.code, int) else WRONG_USE
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return FAILED


def _dispatch(given: list[str]) -> int:
    if not given:
        return _window(None)
    first = given[0]
    if first in ("-h", "--help", "help"):
        sys.stdout.write(_ABOUT)
        return DONE
    if first in ("-V", "--version"):
        sys.stdout.write(f"{PROGRAM} {__version__}\n")
        return DONE
    if first == "read-model-file":  # a frozen program's own child process
        from desktop_nn.engine.model_files.child import main as read_model_file

        return read_model_file(given[1:])
    if first == "convert-saved-model":  # likewise
        from desktop_nn.engine.exports.child import main as convert_saved_model

        return convert_saved_model(given[1:])
    if first == "time-threads":  # likewise
        from desktop_nn.engine.thread_trial import main as time_threads

        return time_threads()
    command = _COMMANDS.get(first)
    if command is not None:
        return _reported(lambda: command(given[1:]))
    if len(given) == 1 and not first.startswith("-"):
        return _window(first)
    sys.stderr.write(f"{PROGRAM}: there is no command “{first}”.{_nearest(first)} See “{PROGRAM} --help”.\n")
    return WRONG_USE


def _reported(work: Callable[[], int]) -> int:
    """The work's exit code; problems become one line on standard error, and so do mistakes of ours."""
    from desktop_nn.problems import ProblemError

    try:
        return work()
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except ProblemError as error:
        more = len(error.problems) - 1
        rest = f" (and {more} more: see “{PROGRAM} summary”)" if more else ""
        sys.stderr.write(f"{PROGRAM}: {error.problem}{rest}\n")
        return WRONG_USE
    except Exception as error:
        sys.stderr.write(f"{PROGRAM}: an error of the program: {_kept(error)}\n")
        return FAILED


def _kept(error: Exception) -> str:
    """Write the traceback to a log; returns the error in one line and where the log is."""
    import traceback
    from datetime import datetime

    from desktop_nn import settings

    first = f"{type(error).__name__}: {error}".splitlines()[0]
    log = settings.log_folder() / "command-line.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        said = "".join(traceback.format_exception(error))
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {' '.join(sys.argv)}\n{said}\n")
    except OSError:
        return first
    return f"{first} (details in {log})"


def _window(document: str | None) -> int:
    def work() -> int:
        from desktop_nn import screen
        from desktop_nn.commands.opening import refuse_missing

        if document is not None:
            refuse_missing(document, _nearest(document))
        return screen.open_window(document)

    return _reported(work)


def _examples(given: list[str]) -> int:
    parser = Parser(f"{PROGRAM} examples", description="List the bundled example projects, one a line.")
    _add_json(parser)
    chosen = parser.parse_args(given)
    from desktop_nn.commands import examples

    return examples.run(as_json=chosen.json)


def _train(given: list[str]) -> int:
    parser = Parser(
        f"{PROGRAM} train",
        description="Train a project, or go on with the run of a folder. Ctrl-C stops and keeps the model so far.",
    )
    _add_project(parser)
    parser.add_argument("--epochs", type=_count, metavar="N", help="epochs, in place of the project's")
    parser.add_argument("--seed", type=_seed, metavar="N", help="seed of weights, dropout and order of samples")
    parser.add_argument("--runs", type=Path, metavar="DIR", default=Path("runs"), help="where run folders go (runs)")
    _add_trust(parser)
    _add_json(parser)
    chosen = parser.parse_args(given)
    from desktop_nn.commands import train, trusting

    trusting.trust(chosen.trust_code)
    return train.run(chosen.project, chosen.runs, epochs=chosen.epochs, seed=chosen.seed, as_json=chosen.json)


def _evaluate(given: list[str]) -> int:
    parser = Parser(f"{PROGRAM} evaluate", description="Figures of a trained model on a part of the project's data.")
    _add_project(parser)
    parser.add_argument("--model", type=Path, required=True, metavar="FILE", help="a .h5 or .keras file")
    parser.add_argument("--part", choices=("test", "validation", "train"), default="test", help="which samples (test)")
    _add_trust(parser)
    _add_json(parser)
    chosen = parser.parse_args(given)
    from desktop_nn.commands import evaluate, trusting

    trusting.trust(chosen.trust_code)
    return evaluate.run(chosen.project, chosen.model, chosen.part, as_json=chosen.json)


def _summary(given: list[str]) -> int:
    parser = Parser(f"{PROGRAM} summary", description="Layers, output shapes, parameters and links of model files.")
    parser.add_argument("files", nargs="+", metavar="FILE", help=".dnn, .h5, .keras or .json, or an example's name")
    parser.add_argument(
        "--format", choices=("text", "csv", "markdown"), default="text", help="how the table is written (text)"
    )
    parser.add_argument("--nested", action="store_true", help="write out the layers inside nested models")
    _add_json(parser)
    chosen = parser.parse_args(given)
    from desktop_nn.commands import summary

    return summary.run(chosen.files, as_json=chosen.json, form=chosen.format, nested=chosen.nested)


def _convert(given: list[str]) -> int:
    parser = Parser(
        f"{PROGRAM} convert",
        description="Convert by suffix: projects .dnn; models .h5 .keras .weights.h5 .json .tflite .onnx .savedmodel; "
        "code .py .ipynb; pictures .png .svg .pdf; the summary .csv .md .txt.",
        epilog="A model file's weights come along; a project has none, so the model gets fresh ones under its seed.",
    )
    parser.add_argument("source", metavar="IN", help=".dnn, .h5, .keras or .json, or an example's name")
    parser.add_argument("target", metavar="OUT", help="what to write; its suffix says what, “name/” is a SavedModel")
    parser.add_argument("--keras2", action="store_true", help="of .h5: one that TensorFlow 2.0–2.15 reads")
    parser.add_argument(
        "--weights",
        choices=("float32", "float16", "int8"),
        default="",
        help="of .tflite: how weights are kept (float32)",
    )
    parser.add_argument(
        "--style", choices=("auto", "sequential", "functional", "subclassing"), default="auto",
        help="of .py and .ipynb: how the model is written; auto is the simplest that fits",
    )  # fmt: skip
    _add_trust(parser)
    chosen = parser.parse_args(given)
    from desktop_nn.commands import convert, trusting

    trusting.trust(chosen.trust_code)
    folder = chosen.target.endswith(("/", os.sep))
    return convert.run(
        chosen.source, Path(chosen.target), chosen.style,
        folder=folder, keras2=chosen.keras2, precision=chosen.weights,
    )  # fmt: skip


def _tensorboard(given: list[str]) -> int:
    parser = Parser(f"{PROGRAM} tensorboard", description="Serve TensorBoard on a folder of runs until Ctrl-C.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("runs"), metavar="DIR", help="the folder (runs)")
    parser.add_argument("--port", type=int, metavar="N", help="6006, or any free one if that is taken")
    parser.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--run", nargs=2, action="append", default=[], dest="runs", metavar=("NAME", "DIR"),
        help="show only this run, under this name; may be given several times",
    )  # fmt: skip
    chosen = parser.parse_args(given)
    from desktop_nn.commands import tensorboard

    runs = [(name, Path(folder)) for name, folder in chosen.runs]
    return tensorboard.run(chosen.folder, chosen.port, runs, until_stdin_closes=chosen.until_stdin_closes)


def _measure_threads(given: list[str]) -> int:
    about = "Find how many threads suit this machine; counts from the next start where the settings leave it open."
    parser = Parser(f"{PROGRAM} measure-threads", description=about)
    _add_json(parser)
    chosen = parser.parse_args(given)
    from desktop_nn.commands import threads

    return threads.run(as_json=chosen.json)


def _self_test(given: list[str]) -> int:
    Parser(f"{PROGRAM} self-test", description="Train, save, load, evaluate, and open TensorBoard.").parse_args(given)
    from desktop_nn.commands import self_test

    return self_test.run()


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "examples": _examples,
    "train": _train,
    "evaluate": _evaluate,
    "summary": _summary,
    "convert": _convert,
    "tensorboard": _tensorboard,
    "measure-threads": _measure_threads,
    "self-test": _self_test,
}


def _add_project(parser: Parser) -> None:
    parser.add_argument("project", metavar="PROJECT", help="a .dnn file or an example's name")


def _add_trust(parser: Parser) -> None:
    parser.add_argument(
        "--trust-code", metavar="SHA256", action="append", default=[], help="run the project's code with this hash"
    )


def _add_json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output, nothing else")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number from 1 on")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number from 0 to {2**32 - 1}")
    return int(text)


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    found = get_close_matches(word, _COMMANDS, n=1)
    return f" Did you mean “{found[0]}”?" if found else ""


def _give_streams() -> None:
    """A program for Windows without a console has no streams at all; writing to them would end it."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a console that cannot show “ is no reason to fail


if __name__ == "__main__":
    sys.exit(main())
