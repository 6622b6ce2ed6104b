"""What can be said of a text in the editor without running it: where Python stumbles, and which layers it gives."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_nn.catalogue.code_files import CodeFile, fault
from desktop_nn.graph.code_edits import code_problems, with_file
from desktop_nn.graph.own_layers import Files, layers_in
from desktop_nn.problems import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """`layers` are the names of the classes that can be placed; `problem` is what stands in the way first."""

    code: CodeFile
    layers: tuple[str, ...]
    problem: Problem | None = None

    @property
    def runs(self) -> bool:
        """Whether Python could begin to run it."""
        return self.problem is None or self.problem.severity == "warning"


def check(code: CodeFile, files: Files, instead_of: str) -> Checked:
    """Look at a text that is to stand in the place of a file of the project."""
    wrong = fault(code)
    if wrong is not None:
        return Checked(code, (), Problem(wrong.what, code.name, "", at=wrong.at))
    found = layers_in(code)
    good = tuple(item.name for item in found if not item.refused)
    refused = next((item for item in found if item.refused and (not good or "no layer" not in item.refused)), None)
    shared = next((item for item in code_problems(with_file(files, code, instead_of)) if item.at), None)
    if refused is not None:
        return Checked(code, good, Problem(refused.refused, code.name, "", "warning", at=(code.name, refused.line)))
    if shared is not None and shared.at is not None and shared.at[0] == code.name:
        return Checked(code, good, shared)
    if not good:
        return Checked(code, (), Problem("There is no class of a layer in it yet.", code.name, "", "warning"))
    return Checked(code, good)
