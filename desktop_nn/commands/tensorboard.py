"""`desktop-nn tensorboard`: serves a folder of runs until Ctrl-C; TensorFlow is not loaded."""

from __future__ import annotations

from pathlib import Path

from desktop_nn.commands.output import progress
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs import tensorboard_server
from desktop_nn.runs.tensorboard_server import Runs

USUAL_PORT = 6006


def run(folder: Path, port: int | None = None, runs: Runs = (), *, until_stdin_closes: bool = False) -> int:
    """Print the address and serve; without `port` TensorBoard's usual one, or any free one. Raises ProblemError."""
    if not folder.is_dir() and not until_stdin_closes:
        fix = "Name the folder that holds the runs, or train first."
        raise ProblemError(Problem("There is no such folder.", str(folder), fix))
    if not until_stdin_closes:
        progress(f"TensorBoard shows {folder}; Ctrl-C ends it.")
    if port is not None:
        tensorboard_server.serve(folder, port, runs, until_stdin_closes=until_stdin_closes)
        return 0
    try:
        tensorboard_server.serve(folder, USUAL_PORT, runs)
    except ProblemError:
        tensorboard_server.serve(folder, 0, runs)
    return 0
