"""`desktop-nn evaluate`: a trained model's figures on a part of a project's data."""

from __future__ import annotations

from pathlib import Path

from desktop_nn.commands.opening import opened_sound, refuse_missing
from desktop_nn.commands.output import json_line, line, only_results
from desktop_nn.commands.trusting import refuse_unagreed


def run(name: str, model: Path, part: str = "test", *, as_json: bool = False) -> int:
    """Print the figures by Keras's names; returns the exit code. Raises ProblemError."""
    refuse_missing(str(model))
    with only_results():
        from desktop_nn.engine import evaluate

        project = opened_sound(name).project.project
        refuse_unagreed(project, callbacks=False)
        figures = evaluate.evaluate(project, model, part)
    if as_json:
        json_line(figures)
    else:
        width = max(map(len, figures), default=0)
        for metric, value in figures.items():
            line(f"{metric:{width}}  {value:.6g}")
    return 0
