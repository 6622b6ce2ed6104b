"""Callbacks of the user's own: how the document names them, and which files of code they need.

The files are `catalogue/code_files.py`'s, the classes in them `catalogue/code_classes.py`'s. Whether the code may run
is `consent.py`'s, running it the engine's.
"""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.catalogue import code_classes
from desktop_nn.catalogue.code_classes import FoundClass
from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.choices import Configured, TrainingChoices

_BETWEEN = ":"


def classes(code: CodeFile) -> tuple[FoundClass, ...]:
    """All classes of the file in their order, under their names in the document. Raises ProblemError for a syntax
    error."""
    found = code_classes.classes(code, "callbacks")
    return tuple(replace(item, kind=replace(item.kind, name=kind_name(code, item.name))) for item in found)


def kind_name(code: CodeFile, class_name: str) -> str:
    """What a callback of that class is called in the document."""
    return f"{code.name}{_BETWEEN}{class_name}"


def is_custom(kind: str) -> bool:
    """Whether a callback's kind names a class of a file."""
    return _BETWEEN in kind


def class_of(kind: str) -> str:
    """The class that a callback's kind names."""
    return kind.rpartition(_BETWEEN)[2]


def code_of(choices: TrainingChoices, kind: str) -> CodeFile | None:
    """The file that a callback's kind names, or None."""
    name = kind.rpartition(_BETWEEN)[0]
    return next((code for code in choices.code if code.name == name), None)


def found_class(choices: TrainingChoices, kind: str) -> FoundClass:
    """The class of a custom callback. Raises ProblemError if the project does not hold it."""
    code = code_of(choices, kind)
    if code is None:
        what = f"The project does not hold the code of {class_of(kind)}."
        raise ProblemError(Problem(what, "Training", "Add the callback from its file again."))
    found = next((item for item in classes(code) if item.name == class_of(kind)), None)
    if found is None:
        what = f"{code.name} has no class {class_of(kind)}."
        raise ProblemError(Problem(what, "Training", "Add the callback from its file again."))
    if found.refused:
        raise ProblemError(Problem(found.refused, code.name, "Choose another class."))
    return found


def used(choices: TrainingChoices) -> tuple[CodeFile, ...]:
    """The files that callbacks of the project need, each once."""
    found = (code_of(choices, item.kind) for item in choices.callbacks if is_custom(item.kind))
    return tuple(dict.fromkeys(code for code in found if code is not None))


def with_only_used(callbacks: tuple[Configured, ...], code: tuple[CodeFile, ...]) -> tuple[CodeFile, ...]:
    """The files without those that no callback names any more."""
    named = {item.kind.rpartition(_BETWEEN)[0] for item in callbacks if is_custom(item.kind)}
    return tuple(item for item in code if item.name in named)
