"""TensorBoard's server as a program of its own, without TensorFlow: half a second instead of three to start.

`python -m desktop_nn.runs.tensorboard_server DIR --port N` and the command line's `tensorboard` both end here.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from desktop_nn.problems import Problem, ProblemError

STDIN_FLAG = "--until-stdin-closes"
RUN_FLAG = "--run"
"""Followed by a name and a folder: only the runs so named are shown, under their names."""
HOST = "127.0.0.1"
_RELOAD_SECONDS = 5


Runs: TypeAlias = Sequence[tuple[str, Path]]
"""Names and folders of chosen runs."""


def launch(logdir: Path, port: int = 0, runs: Runs = ()) -> str:
    """Start serving `logdir`, or only some `runs`, on a daemon thread and return the address, `http://127.0.0.1:PORT/`.

    `port` 0 lets the system choose. The folder may be empty or still missing; it is read again every few seconds.
    Raises ProblemError if the port is taken or cannot be used.
    """
    from tensorboard import default, program

    logging.getLogger("tensorboard").setLevel(logging.ERROR)
    if runs:
        _name_folders_plainly()
        logdir, runs = logdir.absolute(), [(name, folder.absolute()) for name, folder in runs]
        if "," in str(logdir):
            os.chdir(logdir)  # the runs are named from there
    board = program.TensorBoard(default.get_plugins())
    shown = {"logdir_spec": logdir_spec(runs, logdir)} if runs else {"logdir": str(logdir)}
    options = {**shown, "host": HOST, "port": str(port), "reload_interval": str(_RELOAD_SECONDS)}
    board.configure(argv=["tensorboard", *(part for name, value in options.items() for part in (f"--{name}", value))])
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # a note of TensorBoard's about its own data loader
            return str(board.launch())
    except program.TensorBoardPortInUseError as error:
        raise ProblemError(port_taken(port)) from error
    except (program.TensorBoardServerException, OSError, OverflowError) as error:
        raise ProblemError(unusable_port(port)) from error


def _name_folders_plainly() -> None:
    """TensorBoard calls a named folder itself `name/.`, and HParams then looks for its figures in `name/./train`."""
    from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer

    plain = EventMultiplexer.AddRun

    def add_run(multiplexer: EventMultiplexer, path: str, name: str | None = None) -> object:
        return plain(multiplexer, path, os.path.normpath(name) if name else name)

    EventMultiplexer.AddRun = add_run


def logdir_spec(runs: Runs, logdir: Path) -> str:
    """TensorBoard's way to name several folders, `name:folder,name:folder`, which leaves no commas for their paths.

    If `logdir` has one, runs in it are named from there. A name loses what has a meaning in such a text; two of the
    same name are numbered. Raises ProblemError for a comma in a path.
    """
    parts: dict[str, str] = {}
    for name, folder in runs:
        path = str(folder.absolute())
        if "," in path and folder.absolute().is_relative_to(logdir.absolute()):
            path = str(folder.absolute().relative_to(logdir.absolute()))
        if "," in path:
            what = "TensorBoard cannot show a chosen run whose path has a comma."
            raise ProblemError(Problem(what, path, "Rename the folder, or show all runs."))
        plain = " ".join(name.translate(_PLAIN).split()) or "run"
        plain = f"{plain} run" if len(plain) == 1 else plain  # one letter would be a drive
        number = next(n for n in range(1, len(runs) + 1) if (plain if n == 1 else f"{plain} {n}") not in parts)
        parts[plain if number == 1 else f"{plain} {number}"] = path
    return ",".join(f"{name}:{path}" for name, path in parts.items())


_PLAIN = str.maketrans(dict.fromkeys(',:/\\"', " "))


def port_taken(port: int) -> Problem:
    """That another program has the port."""
    what = f"Port {port} is used by another program already."
    return Problem(what, "TensorBoard", "Choose another port, or none to let a free one be found.")


def unusable_port(port: int) -> Problem:
    """That the system does not let us listen there."""
    return Problem(f"TensorBoard cannot use port {port}.", "TensorBoard", "Choose a port from 1024 to 65535.")


def serve(logdir: Path, port: int = 0, runs: Runs = (), *, until_stdin_closes: bool = False) -> None:
    """Serve until Ctrl-C, or until standard input closes: then no process is left when the app dies, however it does.

    Prints the address on standard output. Raises ProblemError like `launch`.
    """
    sys.stdout.write(f"{launch(logdir, port, runs)}\n")
    sys.stdout.flush()
    try:
        if until_stdin_closes:
            while sys.stdin is not None and sys.stdin.buffer.read(1024):
                pass
        else:
            threading.Event().wait()
    except KeyboardInterrupt:
        pass


def main(arguments: list[str] | None = None) -> int:
    """The program: 0 when it was ended, 2 with one line on standard error when it could not start."""
    parser = argparse.ArgumentParser(prog="tensorboard_server", description="Serve TensorBoard on a folder of runs.")
    parser.add_argument("logdir", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(RUN_FLAG, nargs=2, action="append", default=[], dest="runs", metavar=("NAME", "FOLDER"))
    parser.add_argument(STDIN_FLAG, action="store_true", dest="until_stdin_closes")
    chosen = parser.parse_args(arguments)
    try:
        runs = [(name, Path(folder)) for name, folder in chosen.runs]
        serve(chosen.logdir, chosen.port, runs, until_stdin_closes=chosen.until_stdin_closes)
    except ProblemError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # the server's threads would otherwise hold the process for another second
