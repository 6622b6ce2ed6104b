"""Types the columns of a parsed table: number, category, or passed over (dates, free text, empty) with a note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from desktop_nn.data.columns import Array, Column, number_column

if TYPE_CHECKING:
    import pandas as pd

_DATE = re.compile(r"^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([T\s].*)?$")
_TIME = re.compile(r"^\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*$")

_MOSTLY = 0.9
"""The share of entries that must agree before a column is taken for numbers or dates."""

_FEW = 50
_MANY = 1_000
"""Up to `_FEW` different texts are always a category, more than `_MANY` never; between, they must repeat."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A column with its values, or only the note why it was passed over."""

    column: Column | None
    values: Array
    note: str = ""


_NO_VALUES: Array = np.empty(0)


def typed(series: pd.Series[Any], wish: str | None = None) -> Typed:
    """Type one column; `wish` is the user's own choice, "number" or "category"."""
    name = str(series.name)
    present = series.dropna()
    if present.empty:
        return Typed(None, _NO_VALUES, f"Column “{name}” is empty and was left out.")
    if wish == "number":
        return _numbers(name, series)
    if wish == "category":
        return _category(name, series)
    if _is_bool(present):
        return _category(name, series)
    if np.mean(~np.isnan(_as_numbers(present))) >= _MOSTLY:
        return _numbers(name, series)
    return _text(name, series, present)


def _text(name: str, series: pd.Series[Any], present: pd.Series[Any]) -> Typed:
    texts = present.astype(str)
    sample = texts.head(1_000)
    dates = sum(1 for text in sample if _DATE.match(text) or _TIME.match(text))
    if dates >= _MOSTLY * len(sample):
        return Typed(None, _NO_VALUES, f"Column “{name}” holds dates or times and was left out.")
    distinct = texts.nunique()
    if distinct > _MANY or (distinct > _FEW and distinct > len(texts) / 5):
        note = f"Column “{name}” holds free text ({distinct:,} different entries) and was left out."
        return Typed(None, _NO_VALUES, note)
    return _category(name, series)


def _is_bool(present: pd.Series[Any]) -> bool:
    from pandas.api.types import infer_dtype

    return infer_dtype(present) == "boolean"


def _as_numbers(series: pd.Series[Any]) -> Array:
    """The entries as float64 (n,), NaN where they are no numbers."""
    import pandas as pd

    if series.dtype == object:  # whole numbers of hundreds of digits, which pandas cannot convert: as text they are inf
        series = series.map(str, na_action="ignore")
    return np.array(pd.to_numeric(series, errors="coerce"), dtype=np.float64)


def _numbers(name: str, series: pd.Series[Any]) -> Typed:
    values = _as_numbers(series)
    odd = series[np.isnan(values) & series.notna().to_numpy()]
    infinite = np.isinf(values)
    values[infinite] = np.nan
    notes = []
    if len(odd):
        are = "entry is no number" if len(odd) == 1 else "entries are no numbers"
        notes.append(f"Column “{name}”: {len(odd):,} {are} (such as “{odd.iloc[0]}”) and missing therefore.")
    if infinite.any():
        notes.append(f"Column “{name}”: infinite values ({int(infinite.sum()):,}) are taken as missing.")
    if np.isnan(values).all():
        return Typed(None, _NO_VALUES, f"Column “{name}” holds no number and was left out.")
    return Typed(number_column(name, values), values, " ".join(notes))


def _category(name: str, series: pd.Series[Any]) -> Typed:
    import pandas as pd

    first_codes, distinct = pd.factorize(series)
    names = [_entry(value) for value in distinct]
    categories = tuple(sorted(set(names), key=_sorting(names)))
    place = {category: code for code, category in enumerate(categories)}
    # The last entry is what the code -1 (missing) picks.
    codes = np.array([*(place[entry] for entry in names), -1], dtype=np.int64)[first_codes]
    missing = int(np.count_nonzero(codes < 0))
    return Typed(Column(name, "category", categories=categories, missing=missing), codes)


def _entry(value: object) -> str:
    """A class's name: whole numbers without a fraction (a gap in the column has made floats of them)."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _sorting(names: list[str]) -> Any:
    """Numbers sort as numbers, everything else as text."""
    try:
        values: Mapping[str, float] = {name: float(name) for name in names}
    except ValueError:
        return str
    return lambda name: values[name]
