"""TensorBoard beside the app: the command that starts it, and a process that is waited for and always ended.

The server itself is `tensorboard_server.py`. There is no thread here; the caller waits where it likes.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from desktop_nn.own_process import NO_WINDOW, own_command, own_environment
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs.tensorboard_server import HOST, RUN_FLAG, STDIN_FLAG, Runs, logdir_spec, port_taken, unusable_port

_ATTEMPTS = 3
_POLL_SECONDS = 0.05
_PATIENCE_SECONDS = 3.0


def command(logdir: Path, port: int, runs: Runs = ()) -> list[str]:
    """The command that serves `logdir`, or only some `runs`, on `port` until its standard input closes.

    From an installed bundle it is the app's own program with the sub-command `tensorboard`.
    """
    chosen = [part for name, folder in runs for part in (RUN_FLAG, name.lstrip("-") or "run", str(folder))]
    line = [str(logdir), "--port", str(port), *chosen, STDIN_FLAG]
    return own_command("tensorboard", *line, module="desktop_nn.runs.tensorboard_server")


def free_port() -> int:
    """A port that no program uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class TensorBoardProcess:
    """One TensorBoard on one folder, or on some runs in it. It ends with `stop`, and by itself when this process ends,
    however it does.
    """

    def __init__(self, logdir: Path, runs: Runs = ()) -> None:
        self.logdir, self.runs = logdir, tuple(runs)
        self.url = ""
        """Where it answers; empty while it does not run."""
        self.port = 0
        """The port that it was last started on."""
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process's number, 0 while there is none."""
        return self._process.pid if self._process is not None else 0

    def start(
        self, port: int | None = None, *, timeout: float = 60.0, cancelled: Callable[[], bool] = lambda: False
    ) -> str:
        """Start it, wait until it answers HTTP and return its address; does nothing more if it runs already.

        Without `port` a free one is found. Takes about a second. Raises ProblemError if the port is taken, if the
        server does not come up, or if `cancelled` says yes meanwhile (then nothing is left running).
        """
        if self.running and self.url:
            return self.url
        logdir_spec(self.runs, self.logdir)  # what cannot be shown is told before a process is started
        if port is not None:
            _check(port)
        for attempt in range(_ATTEMPTS):
            try:
                return self._start(port or free_port(), timeout, cancelled)
            except ProblemError as error:
                taken_meanwhile = port is None and "used by another" in error.problem.what
                if not taken_meanwhile or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def stop(self) -> None:
        """End it: politely by closing its input, then by force. Does nothing if it does not run."""
        process, self._process, self.url = self._process, None, ""
        if process is None:
            return
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        for end in (None, process.terminate, process.kill):
            if end is not None:
                end()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE_SECONDS)
                break
        if self._said is not None:
            self._said.close()
            self._said = None

    def __enter__(self) -> Self:
        """For a `with` block, at whose end it stops."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Stop."""
        self.stop()

    def _start(self, port: int, timeout: float, cancelled: Callable[[], bool]) -> str:
        self.stop()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                command(self.logdir, port, self.runs),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                env=own_environment(),
                creationflags=NO_WINDOW,
            )
        except OSError as error:
            what = f"TensorBoard could not be started ({error.strerror})."
            raise ProblemError(Problem(what, "TensorBoard", "Install the app again.")) from error
        try:
            self._wait(port, time.monotonic() + timeout, cancelled)
        except ProblemError:
            self.stop()
            raise
        self.port = port
        self.url = f"http://{HOST}:{port}/"
        return self.url

    def _wait(self, port: int, deadline: float, cancelled: Callable[[], bool]) -> None:
        while True:
            if not self.running:
                raise ProblemError(self._why_it_ended(port))
            if _answers(port) and self.running:
                return
            if cancelled():
                raise ProblemError(Problem("Starting TensorBoard was cancelled.", "TensorBoard", "Start it again."))
            if time.monotonic() > deadline:
                what = "TensorBoard did not answer in time."
                raise ProblemError(Problem(what, "TensorBoard", "Try again, or close other programs first."))
            time.sleep(_POLL_SECONDS)

    def _why_it_ended(self, port: int) -> Problem:
        said = ""
        if self._said is not None:
            self._said.seek(0)
            said = self._said.read().decode(errors="replace").strip()
        if "used by another" in said:
            return port_taken(port)
        last = said.splitlines()[-1].rstrip(".") if said else "it said nothing"
        return Problem(f"TensorBoard ended at once: {last}.", "TensorBoard", "Install the app again.")


def _check(port: int) -> None:
    """Raises ProblemError if `port` cannot be listened on."""
    try:
        with socket.socket() as probe:
            if sys.platform != "win32":  # there, it would let two programs share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except OverflowError as error:
        raise ProblemError(unusable_port(port)) from error
    except OSError as error:
        raise ProblemError(port_taken(port) if error.errno == errno.EADDRINUSE else unusable_port(port)) from error


def _answers(port: int) -> bool:
    """Whether something speaks HTTP on that port."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError, EOFError):
        return False
    except Exception:  # http.client's own errors: something listens, but it is no web server
        return True
