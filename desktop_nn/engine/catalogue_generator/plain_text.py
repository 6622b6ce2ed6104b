"""Turns the Markdown of Keras's docstrings into plain, readable paragraphs. Knows nothing of Keras."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^\s*```.*?^\s*```\s*$", re.MULTILINE | re.DOTALL)
_DOCTEST = re.compile(r"^[ \t]*>>>.*(?:\n.*\S.*)*", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\s*\(\s*(?:https?://|/)[^)]*\)|\(([^()]+)\)\[https?://[^\]]*\]")
_BULLET = re.compile(r"^\s*([-*•]|\d+\.)\s+")
_TOKENS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*\*(\S(?:.*?\S)?)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*])\*(\w[\w ,-]*)\*(?![\w*])"), r"\1"),
    (re.compile(r"`+"), ""),
    (re.compile(r"\$+"), ""),
    (re.compile(r"\\(?:times|cdot)"), "·"),
    (re.compile(r"(?<!\.)\.\.$"), "."),
    (re.compile(r"\s+"), " "),
)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!ie\.)(?<!etc\.)(?<!vs\.)(?<!resp\.)(?<!a\.k\.a\.)(?<!et al\.)(?<!eg\.)"
    r"\s+(?=[A-Z\"'(0-9•])"
)
_TYPE = re.compile(
    r"^(?:\(optional\)\s*|optional[.,]?\s+)?(?:an? )?(?:python )?(?:positive |constant )?"
    r"(?:int|integer|float|bool|boolean|string|str|scalar)\b,?(?: \(default:? \w+\))?\s*(?:[,.;:]+)\s+"
    r"(?!or\b)(?=[A-Za-z])",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(r"^(?:\(optional\)|optional\.)\s*", re.IGNORECASE)
_NAME = re.compile(r"^\w+[._]\w")
_CALLABLE = re.compile(
    r"^A float\b.{0,120}? or a callable that takes no arguments and returns the actual value to use\. "
)


def paragraphs(text: str) -> list[str]:
    """Plain paragraphs without line breaks, except that list items stand on lines of their own that begin with "• "."""
    text = _DOCTEST.sub("", _FENCE.sub("\n\n", text))
    found: list[str] = []
    for block in _blocks(text):
        plain = clean(_BULLET.sub("", " ".join(block)))
        if not _BULLET.match(block[0]):
            found.append(plain)
        elif found:
            found[-1] += f"\n• {plain}"
        else:
            found.append(f"• {plain}")
    return found


def _blocks(text: str) -> list[list[str]]:
    """Lines that belong together: paragraphs and list items."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip():
            blocks.append([])
        elif _BULLET.match(line):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def clean(text: str) -> str:
    """One line of plain text: no back quotes, links, bold or line breaks."""
    text = _LINK.sub(lambda match: match[1] or match[2], text.strip())
    for pattern, replacement in _TOKENS:
        text = pattern.sub(replacement, text)
    return text.strip()


def joined(text: str) -> str:
    """The whole text as one plain line."""
    return " ".join(paragraphs(text)).replace("\n", " ")


def argument_help(text: str) -> str:
    """The help of an argument: without the name of its type, which the form shows, and beginning with a capital."""
    text = joined(text)
    for pattern in (_CALLABLE, _TYPE, _OPTIONAL):
        text = pattern.sub("", text)
    return capitalized(text)


def capitalized(text: str) -> str:
    """The text with a capital at its beginning, unless it begins with a name of Python's."""
    return text if _NAME.match(text) else text[:1].upper() + text[1:]


def sentences(paragraph: str) -> list[str]:
    """The sentences of one plain paragraph."""
    return _SENTENCE_END.split(paragraph)


def shortened(text: str, limit: int) -> str:
    """Whole sentences of a text up to `limit` characters, always at least the first; list items count as sentences."""
    ends = [match.start() for match in re.finditer(rf"{_SENTENCE_END.pattern}|\n", text)] + [len(text)]
    fitting = [end for end in ends if end <= limit]
    return text[: fitting[-1] if fitting else ends[0]]
