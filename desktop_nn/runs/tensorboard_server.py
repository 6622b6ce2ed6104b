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
from pathlib import Path

from desktop_nn.problems import Problem, ProblemError

STDIN_FLAG = "--until-stdin-closes"
HOST = "127.0.0.1"
_RELOAD_SECONDS = 5


def launch(logdir: Path, port: int = 0) -> str:
    """Start serving `logdir` on a daemon thread and return the address, `http://127.0.0.1:PORT/`.

    `port` 0 lets the system choose. The folder may be empty or still missing; it is read again every few seconds.
    Raises ProblemError if the port is taken or cannot be used.
    """
    from tensorboard import default, program

    logging.getLogger("tensorboard").setLevel(logging.ERROR)
    board = program.TensorBoard(default.get_plugins())
    options = {"logdir": str(logdir), "host": HOST, "port": str(port), "reload_interval": str(_RELOAD_SECONDS)}
    board.configure(argv=["tensorboard", *(part for name, value in options.items() for part in (f"--{name}", value))])
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # a note of TensorBoard's about its own data loader
            return str(board.launch())
    except program.TensorBoardPortInUseError as error:
        raise ProblemError(port_taken(port)) from error
    except (program.TensorBoardServerException, OSError, OverflowError) as error:
        raise ProblemError(unusable_port(port)) from error


def port_taken(port: int) -> Problem:
    """That another program has the port."""
    what = f"Port {port} is used by another program already."
    return Problem(what, "TensorBoard", "Choose another port, or none to let a free one be found.")


def unusable_port(port: int) -> Problem:
    """That the system does not let us listen there."""
    return Problem(f"TensorBoard cannot use port {port}.", "TensorBoard", "Choose a port from 1024 to 65535.")


def serve(logdir: Path, port: int = 0, *, until_stdin_closes: bool = False) -> None:
    """Serve until Ctrl-C, or until standard input closes: then no process is left when the app dies, however it does.

    Prints the address on standard output. Raises ProblemError like `launch`.
    """
    sys.stdout.write(f"{launch(logdir, port)}\n")
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
    parser.add_argument(STDIN_FLAG, action="store_true", dest="until_stdin_closes")
    chosen = parser.parse_args(arguments)
    try:
        serve(chosen.logdir, chosen.port, until_stdin_closes=chosen.until_stdin_closes)
    except ProblemError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # the server's threads would otherwise hold the process for another second
