"""Code of the user's own on the command line: it runs if its very text is trusted with `--trust-code`, else nothing."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_nn.graph.own_layers import needed
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training import consent


def trust(hashes: Iterable[str]) -> None:
    """Let texts with these SHA-256 run until the program ends."""
    for sha256 in hashes:
        consent.agree_for_now(sha256)


def refuse_unagreed(project: Project, *, callbacks: bool = True) -> None:
    """Raise ProblemError for code that is needed and that nobody has agreed to; each file is agreed to by itself.

    Without `callbacks` only that of layers is needed.
    """
    waiting = [code for code in needed(project.graph) if not consent.agreed(code)]
    waiting += consent.unagreed(project.training) if callbacks else ()
    problems = [
        Problem(
            f"{code.name} is Python code that nobody has agreed to run on this computer.",
            code.name,
            f"Look at it in the window (or convert the project to .py), then add --trust-code {code.sha256}.",
        )
        for code in dict.fromkeys(waiting)
    ]
    if problems:
        raise ProblemError(*problems)
