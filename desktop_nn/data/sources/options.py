"""What a source says of itself before anything is loaded: title, text, and options with their limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from desktop_nn.problems import Problem, ProblemError

OptionKind: TypeAlias = Literal["int", "float", "path", "choice", "types"]
"""`types` is a mapping column name -> "number" | "category"."""

SEED_LIMIT = 2**32 - 1
"""The largest seed that NumPy's and scikit-learn's generators take."""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a source. `default` None means: recognised automatically, or to be chosen by the user.

    `choices` are the legal values of a choice as (value, text) pairs.
    """

    name: str
    kind: OptionKind
    default: Any
    title: str
    help: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[tuple[Any, str], ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source as the user picks it from a list. `kind` groups the list."""

    id: str
    title: str
    about: str
    kind: Literal["shipped", "made", "file"] = "shipped"
    options: tuple[Option, ...] = ()


def seed_option() -> Option:
    """The seed of a made set."""
    help = "The same seed always makes the same samples."
    return Option("seed", "int", 0, "Seed", help, minimum=0, maximum=SEED_LIMIT)


def samples_option(default: int) -> Option:
    """How many samples a made set has."""
    return Option("samples", "int", default, "Samples", "How many samples are made.", minimum=2, maximum=1_000_000)


def read_options(info: SourceInfo, given: Mapping[str, Any]) -> dict[str, Any]:
    """All options with defaults filled in. Raises ProblemError for an unknown option or an impossible value."""
    known = {option.name for option in info.options}
    for name in given:
        if name not in known:
            fix = f"Its options are: {', '.join(sorted(known))}." if known else "It has no options."
            raise ProblemError(Problem(f"The data set has no option “{name}”.", info.title, fix))
    return {option.name: _value(info, option, given) for option in info.options}


def _value(info: SourceInfo, option: Option, given: Mapping[str, Any]) -> Any:
    value = given.get(option.name, option.default)
    if value is None or value == "":
        if option.required:
            raise ProblemError(Problem(f"“{option.title}” is not set.", info.title, f"Choose: {option.help}"))
        return option.default
    if not _legal(option, value):
        what = f"“{option.title}” cannot be {value!r}."
        raise ProblemError(Problem(what, info.title, f"Give {_wanted(option)}."))
    return float(value) if option.kind == "float" else value


def _legal(option: Option, value: Any) -> bool:
    if option.kind in ("int", "float"):
        types = int if option.kind == "int" else (int, float)
        if isinstance(value, bool) or not isinstance(value, types):
            return False
        low = -float("inf") if option.minimum is None else option.minimum
        high = float("inf") if option.maximum is None else option.maximum
        return bool(low <= value <= high) and abs(value) != float("inf")
    if option.kind == "choice":
        return any(value == choice and isinstance(value, type(choice)) for choice, _ in option.choices)
    if option.kind == "types":
        return isinstance(value, Mapping) and all(wish in ("number", "category") for wish in value.values())
    return isinstance(value, str)


def _wanted(option: Option) -> str:
    if option.kind == "choice":
        return "one of " + ", ".join(repr(value) for value, _ in option.choices)
    if option.kind == "types":
        return "“number” or “category” for each column"
    if option.kind == "path":
        return "a file's path"
    noun = "a whole number" if option.kind == "int" else "a number"
    if option.maximum is not None:
        return f"{noun} from {option.minimum:,g} to {option.maximum:,.0f}"
    return noun if option.minimum is None else f"{noun} from {option.minimum:,g} on"
