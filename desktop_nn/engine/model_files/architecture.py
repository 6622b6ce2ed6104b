"""How Keras writes a model's layers alone (`model.to_json`): a JSON text without weights."""

from __future__ import annotations

from pathlib import Path

from desktop_nn.engine.model_files import limits, marks, safe_json
from desktop_nn.engine.model_files.contents import Contents
from desktop_nn.engine.model_files.refusals import DAMAGED, refused

FORMAT = "JSON"
_NAME = "architecture"
_BOM = b"\xef\xbb\xbf"


def is_json(head: bytes) -> bool:
    """Whether a file that begins so may be a JSON object."""
    return head.removeprefix(_BOM).lstrip().startswith(b"{")


def read(path: Path) -> Contents:
    """The file's contents. Raises ProblemError for JSON that is no Keras model."""
    with path.open("rb") as file:
        content = file.read(4 * limits.JSON_BYTES + 1)
    try:
        text = content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused("The file is no text in UTF-8.", DAMAGED) from error
    data = safe_json.mapping(safe_json.parse(text, _NAME), _NAME)
    if not isinstance(data.get("class_name"), str) or not isinstance(data.get("config"), dict | list):
        raise refused("The JSON file holds no Keras model.", "Choose a file that model.to_json has written.")
    version = data.get("keras_version") or ("3" if "module" in data else "2")
    training = data.get("compile_config")
    compiled = safe_json.mapping(training, "training configuration") if training else None
    return Contents(FORMAT, str(version), data, compiled, digest=marks.digest(text))
