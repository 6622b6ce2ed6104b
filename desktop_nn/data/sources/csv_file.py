"""The user's own CSV file, read by pandas after its layout has been recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_nn.data.columns import Array, Column, Dataset, Description
from desktop_nn.data.other_computers import refuse_unasked
from desktop_nn.data.sources.csv_columns import typed
from desktop_nn.data.sources.csv_layout import SPACES, Layout, begins_even, recognise, refuse_ragged
from desktop_nn.data.sources.csv_text import Text, look_at
from desktop_nn.data.sources.options import Option, SourceInfo, read_options
from desktop_nn.problems import Problem, ProblemError

if TYPE_CHECKING:
    import pandas as pd

INFO = SourceInfo(
    "csv",
    "CSV file",
    "A table of your own: one sample a row, one column a number or a category.",
    "file",
    (
        Option("path", "path", None, "File", "a CSV file.", required=True),
        Option(
            "separator",
            "choice",
            None,
            "Separator",
            "What stands between two values.",
            choices=((",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar"), (SPACES, "Spaces")),
        ),
        Option(
            "header",
            "choice",
            None,
            "First row",
            "Whether the first row holds the names of the columns.",
            choices=((True, "Names of the columns"), (False, "A sample")),
        ),
        Option(
            "types", "types", None, "Types", "Whether a column is a number or a category, where it was not recognised."
        ),
    ),
)

_TARGET_NAMES = ("target", "label", "class", "y", "outcome")
_MISSING = ("?", "-", "–")
"""Entries that mean "missing" besides those that pandas knows (empty, NA, NaN, null…)."""


def fingerprint(options: Mapping[str, Any]) -> tuple[int, ...]:
    """Changes when the file changes; empty if there is none."""
    path = str(options.get("path", ""))
    try:
        refuse_unasked(path)
        state = Path(path).expanduser().stat()
    except (OSError, ValueError, RuntimeError, ProblemError):
        return ()
    return (state.st_mtime_ns, state.st_size)


def load(options: Mapping[str, Any]) -> Dataset:
    """The table in the file: numbers float64 with NaN for missing, categories int64 codes with -1 for missing.

    Raises ProblemError if the file is missing, empty, too large, no text, or no table.
    """
    chosen = read_options(INFO, options)
    text = look_at(Path(chosen["path"]).expanduser())
    layout = recognise(text, chosen["separator"], chosen["header"])
    frame = _frame(text, layout)
    notes = list(text.notes)
    if layout.header and _counts_rows(frame):
        frame = frame.iloc[:, 1:]
        notes.append("The first column has no name and only counts the rows; it was left out.")
    values: dict[str, Array] = {}
    columns: list[Column] = []
    for name in frame.columns:
        result = typed(frame[name], (chosen["types"] or {}).get(name))
        if result.column is not None:
            columns.append(result.column)
            values[result.column.name] = result.values
        notes += [result.note] if result.note else []
    if not columns:
        fix = "Set the type of a column in the data panel, or choose another file."
        raise ProblemError(Problem("No column holds numbers or categories.", str(text.path), fix))
    return Dataset(_description(text.path, columns, len(frame), notes), values)


def _description(path: Path, columns: Sequence[Column], samples: int, notes: Sequence[str]) -> Description:
    named = [column.name for column in columns if column.name.lower() in _TARGET_NAMES]
    target = named[-1] if named else columns[-1].name
    targets = (target,) if len(columns) > 1 else ()
    return Description(
        INFO.id, path.name, tuple(columns), samples, targets, about=f"Read from {path}.", notes=tuple(notes)
    )


def _frame(text: Text, layout: Layout) -> pd.DataFrame:
    import pandas as pd

    try:
        frame: pd.DataFrame = pd.read_csv(
            text.path,
            sep=layout.separator,
            header=0 if layout.header else None,
            decimal=layout.decimal,
            encoding=text.encoding,
            skipinitialspace=True,
            na_values=list(_MISSING),
            low_memory=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        refuse_ragged(text, layout)
        what = f"The file cannot be read as a table ({' '.join(str(error).split())})."
        raise ProblemError(Problem(what, str(text.path), "Set another separator, or check the file.")) from error
    except OSError as error:
        raise ProblemError(Problem(f"The file cannot be read ({error}).", str(text.path), "Try again.")) from error
    if frame.empty:
        raise ProblemError(Problem("The file holds no samples, only names.", str(text.path), "Choose another file."))
    # pandas fills short rows up with missing values, and takes a surplus first column for row names: both are refused.
    surplus = not frame.index.equals(pd.RangeIndex(len(frame))) or not begins_even(text, layout)
    if surplus or frame.iloc[:, -1].isna().any():
        refuse_ragged(text, layout)
    return frame.set_axis(_names(list(frame.columns), layout.header), axis=1)


def _names(given: Sequence[Any], header: bool) -> list[str]:
    """Column names: those of the header, "column 3" where there is none, each only once."""
    names: list[str] = []
    for number, raw in enumerate(given, start=1):
        name = str(raw).strip()
        if not header or not name or name.startswith("Unnamed: "):
            name = f"column {number}"
        while name in names:
            name += "'"
        names.append(name)
    return names


def _counts_rows(frame: pd.DataFrame) -> bool:
    """Whether the first column has no name and only counts the rows, as pandas writes it."""
    import pandas as pd

    first = frame.iloc[:, 0]
    if len(frame.columns) < 2 or first.name != "column 1" or not pd.api.types.is_integer_dtype(first):
        return False
    return int(first.iloc[0]) in (0, 1) and bool((first.diff().iloc[1:] == 1).all())
