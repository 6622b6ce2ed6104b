"""Parses the JSON in model files: within bounds (`limits.py`), strictly (`strict_json.py`), and told in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_nn import strict_json
from desktop_nn.engine.model_files import limits
from desktop_nn.engine.model_files.refusals import DAMAGED, refused


def parse(text: str, name: str, largest: int = limits.JSON_BYTES) -> Any:
    """The value of a JSON text; `name` says what it is in messages. Raises ProblemError."""
    if len(text) > largest:
        raise refused(f"Its {name} is larger than {largest // limits.MEBIBYTE} MB.", DAMAGED)
    try:
        return strict_json.loads(text, limits.JSON_DEPTH)
    except strict_json.StrictError as error:
        raise refused(f"Its {name} {error}.", DAMAGED) from error
    except (ValueError, RecursionError) as error:
        raise refused(f"Its {name} is no valid JSON.", DAMAGED) from error


def mapping(value: Any, name: str) -> Mapping[str, Any]:
    """The value if it is a JSON object. Raises ProblemError otherwise."""
    if not isinstance(value, dict):
        raise refused(f"Its {name} is not built as Keras builds it.", DAMAGED)
    return value


def items(value: Any, name: str) -> list[Any]:
    """The value if it is a JSON list. Raises ProblemError otherwise."""
    if not isinstance(value, list):
        raise refused(f"Its {name} is not built as Keras builds it.", DAMAGED)
    return value
