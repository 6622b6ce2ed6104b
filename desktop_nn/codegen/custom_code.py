"""The user's own callback files inside of the generated program: as they are, without what belongs to a module."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.callback_code import found_class, is_custom, parsed, used
from desktop_nn.training.choices import CodeFile, TrainingChoices

_PROGRAM = frozenset(
    {"BATCH_SIZE", "EPOCHS", "RUN", "SEED", "STEPS", "ValTrainRatio", "batches", "callbacks", "figures", "history"}
    | {"learning_rate", "model", "test", "train", "validation", "weights"}
    | {f"{axis}_{part}" for axis in "xy" for part in ("train", "validation", "test")}
)
"""Names that the program itself gives away after the code: a file that has one of them would see its own change."""


def own_code(choices: TrainingChoices) -> list[str]:
    """The text of each file that callbacks need. Raises ProblemError for one that the program cannot hold."""
    for choice in choices.callbacks:
        if is_custom(choice.kind):
            found_class(choices, choice.kind)
    files = used(choices)
    taken: dict[str, str] = dict.fromkeys(_PROGRAM, "the program itself")
    for code in files:
        for name in _names(parsed(code)):
            if taken.get(name, code.name) != code.name:
                what = f"The name “{name}” in {code.name} is used by {taken[name]} as well."
                raise ProblemError(Problem(what, code.name, f"Rename “{name}” in the file, then add it again."))
            taken[name] = code.name
    return [f"# {code.name}\n{_body(code)}" for code in files]


def _names(tree: ast.Module) -> Iterator[str]:
    """Names that the file gives to what is its own; imports may be the same as anybody's."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.For | ast.With | ast.Try | ast.If):
            yield from (
                item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)
            )


def _body(code: CodeFile) -> str:
    """Without future imports, which stand at a program's head only, and without what is for running it alone."""
    gone = set[int]()
    for node in parsed(code).body:
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        alone = isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)
        if future or alone:
            gone.update(range(node.lineno - 1, node.end_lineno or node.lineno))
            while gone and max(gone) + 1 < len(code.lines) and not code.lines[max(gone) + 1].strip():
                gone.add(max(gone) + 1)  # the gap behind it goes with it
    lines = [line for number, line in enumerate(code.lines) if number not in gone]
    return "\n".join(lines).strip("\n")
