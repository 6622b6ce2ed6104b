"""Turns the Markdown of Keras's docstrings into plain, readable paragraphs. Knows nothing of Keras."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^\s*```.*?^\s*```\s*$", re.MULTILINE | re.DOTALL)
_DOCTEST = re.compile(r"^\s*(>>>|\.\.\. ).*$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\s*\(\s*(?:https?://|/)[^)]*\)|\(([^()]+)\)\[https?://[^\]]*\]")
_BULLET = re.compile(r"^\s*([-*•]|\d+\.)\s+")
_TOKENS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*\*(\S(?:.*?\S)?)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*])\*(\w+)\*(?!\w)"), r"\1"),
    (re.compile(r"`+"), ""),
    (re.compile(r"\$+"), ""),
    (re.compile(r"\\(?:times|cdot)"), "·"),
    (re.compile(r"\s+"), " "),
)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!ie\.)(?<!etc\.)(?<!vs\.)(?<!resp\.)\s+(?=[A-Z\"'(0-9])"
)


def paragraphs(text: str) -> list[str]:
    """Plain paragraphs, each without line breaks; list items become lines of their own that begin with "• "."""
    text = _DOCTEST.sub("", _FENCE.sub("\n", text))
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip():
            found.append([])
        elif _BULLET.match(line):
            found.append(["• " + _BULLET.sub("", line)])
        else:
            found[-1].append(line)
    return [clean(" ".join(lines)) for lines in found if lines]


def clean(text: str) -> str:
    """One line of plain text: no back quotes, links, bold or line breaks."""
    text = _LINK.sub(lambda match: match[1] or match[2], text)
    for pattern, replacement in _TOKENS:
        text = pattern.sub(replacement, text)
    return text.strip()


def sentences(paragraph: str) -> list[str]:
    """The sentences of one plain paragraph."""
    return _SENTENCE_END.split(paragraph)


def shortened(text: str, limit: int) -> str:
    """Whole sentences of a paragraph up to about `limit` characters, always at least the first."""
    kept = ""
    for sentence in sentences(text):
        if kept and len(kept) + len(sentence) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept
