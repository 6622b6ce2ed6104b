"""Asks the package index whether there is a newer version, and only when the user wants to know.

The app never does it by itself, and nothing about the user or the computer is sent.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from desktop_nn import __version__
from desktop_nn.problems import Problem, ProblemError

INDEX = "https://pypi.org/pypi/desktop-nn/json"
PAGE = "https://pypi.org/project/desktop-nn/"
_SECONDS = 10.0
_LONGEST = 8 * 2**20


def newer_version(index: str = INDEX) -> str:
    """The newest version's number if it is newer than this one, else an empty text.

    Waits for the network, 10 seconds at most. Raises ProblemError if nobody answers or the answer makes no sense.
    """
    from packaging.version import InvalidVersion, Version

    try:
        with urllib.request.urlopen(index, timeout=_SECONDS) as answer:
            newest = json.loads(answer.read(_LONGEST))["info"]["version"]
        return str(newest) if Version(newest) > Version(__version__) else ""
    except urllib.error.HTTPError as error:
        raise _unknown(f"the package index answered with {error.code}") from error
    except OSError as error:
        raise _unknown("the package index does not answer") from error
    except (ValueError, KeyError, TypeError, InvalidVersion, RecursionError) as error:
        raise _unknown("the package index gave an answer that makes no sense") from error


def _unknown(why: str) -> ProblemError:
    what = f"It could not be found out whether there is a newer version: {why}."
    return ProblemError(Problem(what, "Help", f"Look yourself: {PAGE}"))
