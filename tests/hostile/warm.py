"""A process that opens one file after another by the code of the reading process, and tells what it touched meanwhile.

It is bounded as the reading process is, and an audit hook notes what a file has no business with: files outside of its
own folder, sockets, processes, libraries, code. Started once for many files, because a process each takes 0.2 s.
`Warm` is the other end. HDF5 opens files without Python's knowing; for those the canary's own time of reading tells.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.opening import PROJECTS

FORBIDDEN = (
    "compile", "ctypes.dlopen", "exec", "import", "marshal.", "os.exec", "os.fork", "os.posix_spawn", "os.system",
    "pickle.", "shutil.", "socket.", "subprocess.", "urllib.",
)  # fmt: skip
"""Audit events, or how they begin, that opening a file never causes once everything is imported."""
_ROOM = 64 * 2**20
"""The size of file whose bounds hold for all: they can be set once only."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one file. `touched` are events that must not be; `traceback` is of what nobody foresaw."""

    sentence: str = ""
    touched: tuple[str, ...] = ()
    traceback: str = ""
    died: bool = False
    slow: bool = False


class Warm:
    """Gives files to the process and starts another one where a file has ended it."""

    def __init__(self, seconds: float = 20.0) -> None:
        """`seconds` is what one file may take before the process is ended over it."""
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self.deaths = 0

    def open(self, path: Path, folder: Path) -> Answer:
        """Open the file; findings go into the folder, which must exist."""
        if self._process is None or self._process.poll() is not None:
            self._process = self._started()
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(self._seconds, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps([str(path), str(folder)]) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            slow = not timer.is_alive()
            timer.cancel()
            timer.join()
        if not line:
            self.close()
            self.deaths += 1
            return Answer(died=not slow, slow=slow)
        data = json.loads(line)
        return Answer(data["sentence"], tuple(data["touched"]), data["traceback"])

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            with suppress(OSError):
                self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "HDF5_PLUGIN_PATH": "disable", "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.hostile.warm"]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, encoding="utf-8"
        )


@contextmanager
def warm(seconds: float = 20.0) -> Iterator[Warm]:
    """A process for the time of the block."""
    opener = Warm(seconds)
    try:
        yield opener
    finally:
        opener.close()


def _look(path: Path, folder: Path) -> str:
    """The sentence about the file, or nothing if it opened."""
    from desktop_nn.engine.model_files import child, exchange
    from desktop_nn.problems import ProblemError
    from desktop_nn.project import file

    try:
        if path.suffix in PROJECTS:
            file.read(path)
        else:
            child.examine(path, folder)
            exchange.read(folder)
    except ProblemError as error:
        return str(error)
    return ""


class _Watch:
    """The audit hook's memory."""

    def __init__(self) -> None:
        self.allowed: tuple[str, ...] = ()
        self.touched: list[str] = []
        self.on = False

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = os.fsdecode(arguments[0])
            if not path.startswith(self.allowed):
                self.touched.append(f"open {path}")
        elif event.startswith(FORBIDDEN):
            self.touched.append(f"{event} {str(arguments[:1])[:80]}")


def _limit() -> None:
    from desktop_nn.engine.model_files import limits

    if sys.platform != "win32":
        import resource

        for kind, amount in ((resource.RLIMIT_AS, limits.memory_for(_ROOM)), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (amount, amount))


def main() -> None:
    """Answer each line of standard input with one of standard output."""
    import tempfile

    from tests.hostile import projects, sound

    _limit()
    watch = _Watch()
    sys.addaudithook(watch.hook)
    with tempfile.TemporaryDirectory() as name:  # sound files first, so that all is imported
        folder = Path(name)
        sound.h5(folder / "a.h5")
        sound.archive(folder / "a.keras")
        (folder / "a.dnn").write_text(json.dumps(projects.project()), "utf-8")
        (folder / "b.dnn").write_text("[", "utf-8")
        for path in [*sorted(folder.iterdir())]:
            _look(path, folder)
    for line in sys.stdin:
        path, folder = map(Path, json.loads(line))
        watch.allowed, watch.touched = (str(path), str(folder)), []
        trace = sentence = ""
        watch.on = True
        try:
            sentence = _look(path, folder)
        except Exception:
            watch.on = False
            trace = traceback.format_exc()
        watch.on = False
        print(json.dumps({"sentence": sentence, "touched": watch.touched, "traceback": trace}), flush=True)


if __name__ == "__main__":
    main()
