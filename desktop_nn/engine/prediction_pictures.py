"""Pictures of what a model answers, drawn into numpy arrays: test pictures with their answers, scatter, confusion.

They are for TensorBoard, so there is no screen here; letters come from a picture of a font in `resources`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from desktop_nn.engine.loading import load_tensorflow

if TYPE_CHECKING:
    from desktop_nn.data.columns import Array

Colour = tuple[int, int, int]
INK: Colour = (28, 36, 48)
QUIET: Colour = (111, 122, 138)
RIGHT: Colour = (26, 127, 75)
WRONG: Colour = (192, 50, 43)
BLUE: Colour = (37, 99, 201)
LINE: Colour = (216, 221, 228)
LETTER, ROW = 8, 17
"""Width of a letter and height of a line of text, in pixels."""
_COLUMNS, _PICTURE, _GAP, _LETTERS = 5, 84, 12, 18
_SIDE, _EDGE = 420, 46
_MOST_CLASSES = 20


def blank(height: int, width: int) -> Array:
    """A white picture (height, width, 3) uint8."""
    import numpy as np

    return np.full((height, width, 3), 255, dtype=np.uint8)


def write(picture: Array, x: int, y: int, text: str, colour: Colour = INK) -> None:
    """Write a line with its upper left corner at x, y; what does not fit is cut off."""
    letters = _letters()
    for number, letter in enumerate(_plain(text)):
        left = x + number * LETTER
        if left < 0 or left + LETTER > picture.shape[1] or y < 0 or y + ROW > picture.shape[0]:
            continue
        share = letters[:, ord(letter) * LETTER - 32 * LETTER :][:, :LETTER, None] / 255
        place = picture[y : y + ROW, left : left + LETTER]
        place[:] = (place * (1 - share) + share * colour).astype("uint8")


def answers(pictures: Array, said: Sequence[str], true: Sequence[str], right: Sequence[bool]) -> Array:
    """Pictures (n, h, w) or (n, h, w, channels) in rows, each with what the model said and, if wrong, what is true."""
    cell_w, cell_h = max(_PICTURE, _LETTERS * LETTER) + _GAP, _PICTURE + 2 * ROW + _GAP
    columns = min(_COLUMNS, len(pictures))
    rows = -(-len(pictures) // columns)
    whole = blank(rows * cell_h + _GAP, columns * cell_w + _GAP)
    for number, picture in enumerate(pictures):
        top, left = number // columns * cell_h + _GAP, number % columns * cell_w + _GAP
        colour = RIGHT if right[number] else WRONG
        _frame(whole, top, left, _fitted(_bytes(picture)), colour)
        write(whole, left, top + _PICTURE + 2, _cut(said[number]), colour)
        if not right[number]:
            write(whole, left, top + _PICTURE + 2 + ROW, _cut(f"not {true[number]}"), QUIET)
    return whole


def scatter(truth: Array, predicted: Array, title: str) -> Array:
    """Answers over the truth with the line on which they would be equal."""
    import numpy as np

    whole = blank(_SIDE + _EDGE + 2 * ROW, _SIDE + 2 * _EDGE)
    sound = np.isfinite(truth) & np.isfinite(predicted)
    truth, predicted = truth[sound], predicted[sound]
    write(whole, _EDGE, 4, title)
    if not len(truth):
        write(whole, _EDGE, 4 + 2 * ROW, "No answer is a number.", WRONG)
        return whole
    low, high = float(min(truth.min(), predicted.min())), float(max(truth.max(), predicted.max()))
    span = high - low or 1.0
    top = ROW + 8
    _box(whole, top, _EDGE, _SIDE, _SIDE, LINE)
    for step in range(_SIDE):
        whole[top + _SIDE - 1 - step, _EDGE + step] = QUIET
    xs = _EDGE + ((truth - low) / span * (_SIDE - 5)).astype(int) + 2
    ys = top + _SIDE - 3 - ((predicted - low) / span * (_SIDE - 5)).astype(int)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            place = whole[ys + dy, xs + dx].astype(int)
            whole[ys + dy, xs + dx] = (place * 2 + np.array(BLUE)) // 3
    foot = top + _SIDE + 4
    write(whole, _EDGE, foot, f"{low:.4g}")
    write(whole, _EDGE + _SIDE // 2 - 2 * LETTER, foot, "truth", QUIET)
    write(whole, _EDGE + _SIDE - LETTER * len(f"{high:.4g}"), foot, f"{high:.4g}")
    return whole


def confusion(counts: Array, names: Sequence[str]) -> Array:
    """How often each class (a row) was taken for which (a column); shares of the row as depth of colour."""
    size = min(len(names), _MOST_CLASSES)
    head = max(min(max(map(len, names[:size])), 14), 4) * LETTER + 2 * _GAP
    cell, top = 7 * LETTER, 2 * ROW + 10
    whole = blank(top + size * (ROW + 8) + _GAP, head + size * cell + _GAP)
    write(whole, _GAP, 4, "row: truth, column: answer", QUIET)
    for row in range(size):
        y = top + row * (ROW + 8)
        write(whole, _GAP, y + 4, _cut(names[row], 14))
        write(whole, head + row * cell + 4, ROW + 6, _cut(names[row], 6), QUIET)
        total = max(1, int(counts[row].sum()))
        for column in range(size):
            share = float(counts[row, column]) / total
            tint = RIGHT if row == column else WRONG
            colour = [round(255 - (255 - part) * 0.55 * share) for part in tint]
            x = head + column * cell
            whole[y : y + ROW + 6, x : x + cell - 2] = colour
            count = int(counts[row, column])
            write(whole, x + 4, y + 3, f"{count}", INK if count else LINE)
    return whole


@cache
def _letters() -> Array:
    """The printable ASCII letters side by side, (ROW, 95 * LETTER) uint8."""
    data = files("resources").joinpath("fonts", "JetBrainsMono-13px.png").read_bytes()
    picture: Array = load_tensorflow().io.decode_png(data, channels=1).numpy()[:, :, 0]
    return picture


def _plain(text: str) -> str:
    """As ASCII: accents are dropped, other letters become a question mark."""
    folded = "".join(item for item in unicodedata.normalize("NFKD", text) if not unicodedata.combining(item))
    return "".join(item if 32 <= ord(item) < 127 else "?" for item in folded)


def _cut(text: str, longest: int = _LETTERS) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}~"


def _bytes(picture: Array) -> Array:
    """Any numbers as (h, w, 3) bytes, from the darkest to the brightest."""
    import numpy as np

    values = np.nan_to_num(np.asarray(picture, dtype=np.float64))
    values = values[:, :, None] if values.ndim == 2 else values
    values = values[:, :, :3] if values.shape[2] >= 3 else np.repeat(values[:, :, :1], 3, axis=2)
    low, span = values.min(), np.ptp(values) or 1.0
    return np.asarray((values - low) / span * 255, dtype=np.uint8)


def _fitted(picture: Array) -> Array:
    """Scaled to a square of `_PICTURE` pixels, each of them the nearest one of the picture."""
    import numpy as np

    height, width = picture.shape[:2]
    scale = max(height, width) / _PICTURE
    rows = np.minimum((np.arange(int(height / scale)) * scale).astype(int), height - 1)
    columns = np.minimum((np.arange(int(width / scale)) * scale).astype(int), width - 1)
    return np.asarray(picture[rows][:, columns])


def _frame(whole: Array, top: int, left: int, picture: Array, colour: Colour) -> None:
    height, width = picture.shape[:2]
    whole[top : top + height, left : left + width] = picture
    _box(whole, top - 2, left - 2, height + 4, width + 4, colour)


def _box(whole: Array, top: int, left: int, height: int, width: int, colour: Colour) -> None:
    for thick in (0, 1):
        whole[top + thick, left : left + width] = colour
        whole[top + height - 1 - thick, left : left + width] = colour
        whole[top : top + height, left + thick] = colour
        whole[top : top + height, left + width - 1 - thick] = colour
