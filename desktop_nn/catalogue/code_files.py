"""Python files of the user's own, as text: reading them and parsing them. Nothing here runs or imports the code.

Which classes are in them is `code_classes.py`'s, whether they may run `training/consent.py`'s, running them the
engine's.
"""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from desktop_nn.problems import Problem, ProblemError

MOST_BYTES = 1_000_000
MOST_FIELDS = 10_000
"""Braces in a file with f-strings. Python 3.11 takes a time that grows with the square of one's fields: 23 s for ten
times as many."""
_HARMLESS = "\u200c\u200d\u2028\u2029"
"""Unseen, but they turn nothing round and hide nothing: words of Persian and some emoji need the first two, and what
stands behind the others looks like more than it is, not like less."""
_FORMATTED = re.compile(r"\b[rR]?[fF][rR]?['\"]")


@dataclass(frozen=True)
class CodeFile:
    """Python code of the user's own that travels in the project. It runs only where the user has agreed to it."""

    name: str
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name in one line, whatever it holds."""
        return "".join(letter if letter.isprintable() else " " for letter in self.name).strip() or "code"

    @cached_property
    def text(self) -> str:
        """The code."""
        return "\n".join((*self.lines, ""))

    @cached_property
    def sha256(self) -> str:
        """What consent is bound to."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def __hash__(self) -> int:
        return hash((self.name, self.sha256))


def read(path: Path) -> CodeFile:
    """The file's text. Raises ProblemError for one that is no Python text, or too large."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ProblemError(_too_large(path.name, size))
        data = path.read_bytes()
    except OSError as error:
        raise ProblemError(Problem(f"The file cannot be read: {error.strerror}.", str(path), "Check it.")) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemError(_no_python(path.name)) from None
    code = of_text(path.name, text)
    parsed(code)
    return code


def of_text(name: str, text: str) -> CodeFile:
    """A file of that text; any line ends are taken, and a byte order mark is dropped."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return CodeFile(name, tuple(text.removesuffix("\n").split("\n")))


@lru_cache(maxsize=32)
def parsed(code: CodeFile) -> ast.Module:
    """The syntax tree. Raises ProblemError for a file that Python cannot parse, with the line."""
    if len(code.text) > MOST_BYTES:
        raise ProblemError(_too_large(code.name, len(code.text)))
    _refuse_unreadable(code)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an invalid escape Python tells when it runs the code
            return ast.parse(code.text)
    except SyntaxError as error:
        what = f"Line {error.lineno} is no Python: {error.msg}."
        raise ProblemError(_wrong(code, what, error.lineno or 1)) from None
    except (ValueError, RecursionError, MemoryError):
        raise ProblemError(_no_python(code.name)) from None


def _refuse_unreadable(code: CodeFile) -> None:
    """Raise ProblemError for code that looks different from what it is, and for code that only keeps a parser busy.

    Letters that turn text round can make code look like a comment, and others begin a line that is not seen: whoever
    agrees to code must see what runs.
    """
    for number, line in enumerate(code.lines, 1):
        letter = next((one for one in line if _hides(one) and one not in _HARMLESS), "")
        if letter:
            what = (
                f"Line {number} holds a letter that is not seen (U+{ord(letter):04X}) and can hide what the code does."
            )
            fix = "Take it out, or write it as an escape such as \\u202e."
            raise ProblemError(Problem(what, code.name, fix, at=(code.name, number)))
    if code.text.count("{") > MOST_FIELDS and _FORMATTED.search(code.text):
        what = (
            f"It has more than {MOST_FIELDS:,} braces beside formatted texts, over which Python would take very long."
        )
        raise ProblemError(Problem(what, code.name, "Choose a smaller file."))


@lru_cache(maxsize=32)
def fault(code: CodeFile) -> Problem | None:
    """Why Python could not even begin to run it, with the line; more than the parser sees (a `return` outside)."""
    try:
        parsed(code)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code.text, code.name, "exec", dont_inherit=True)
    except ProblemError as error:
        return error.problem
    except SyntaxError as error:
        return _wrong(code, f"Line {error.lineno} is no Python: {error.msg}.", error.lineno or 1)
    except (ValueError, RecursionError, MemoryError):
        return _no_python(code.name)
    return None


def oddities(code: CodeFile) -> tuple[str, ...]:
    """What makes a text hard to judge by looking at it, in sentences: characters that hide or turn others round, code
    far to the right or far below."""
    hidden = [n for n, line in enumerate(code.lines, 1) if any(_hides(letter) for letter in line)]
    long = [n for n, line in enumerate(code.lines, 1) if len(line) > _LONG_LINE]
    gap = next((n for n, gap in enumerate(_gaps(code.lines), 1) if gap >= _LONG_GAP), 0)
    found = []
    if hidden:
        found.append(f"Line {hidden[0]} holds characters that cannot be seen or that turn the text round.")
    if long:
        found.append(f"Line {long[0]} is {len(code.lines[long[0] - 1]):,} characters long.")
    if gap:
        found.append(f"There is a gap of empty lines above line {gap}: more code stands below it.")
    return tuple(found)


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cc", "Co", "Cs", "Zl", "Zp") and letter not in "\t\f"


def _gaps(lines: tuple[str, ...]) -> Iterator[int]:
    """How many empty lines stand above each line with something in it; 0 for an empty one."""
    empty = 0
    for line in lines:
        yield empty if line.strip() else 0
        empty = 0 if line.strip() else empty + 1


_LONG_LINE, _LONG_GAP = 300, 25


def _wrong(code: CodeFile, what: str, line: int) -> Problem:
    return Problem(what, code.name, "Correct the file, then choose it again.", at=(code.name, line))


def _too_large(name: str, size: int) -> Problem:
    what = f"The file has {size / 1e6:.1f} MB; that is no file of code."
    return Problem(what, name, f"Choose a Python file below {MOST_BYTES / 1e6:.0f} MB.")


def _no_python(name: str) -> Problem:
    return Problem("This is no Python text.", name, "Choose a file with Python code, as UTF-8.")
