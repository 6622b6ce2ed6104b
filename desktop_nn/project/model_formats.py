"""The forms in which a model can be given away, as data for dialogs and the command line; the engine writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from desktop_nn.own_process import is_bundle
from desktop_nn.problems import Problem

KERAS, ELSEWHERE = "keras", "elsewhere"
"""The two uses: to go on with in Keras, and to run in other programs."""
PRECISIONS: tuple[tuple[str, str], ...] = (
    ("float32", "As they are (float32)"),
    ("float16", "Half precision (float16), half as large"),
    ("int8", "8 bits (int8), a quarter as large"),
)
"""How the numbers of weights can be kept in TensorFlow Lite, and what people call it."""


@dataclass(frozen=True, slots=True)
class ModelFormat:
    """A form of a model. `suffix` may be of two parts; `folder`: it is no single file. `extra` is what pip must add to
    the app, `packages` what that brings. `unavailable` says why it cannot be written, if so.
    """

    id: str
    title: str
    suffix: str
    use: str
    about: str
    folder: bool = False
    precisions: Sequence[tuple[str, str]] = ()
    extra: str = ""
    packages: Sequence[str] = ()
    unavailable: str = ""

    @property
    def filter(self) -> str:
        """The format for a dialog that asks for a file."""
        return f"{self.title} (*{self.suffix})"

    def named(self, path: Path) -> Path:
        """The path, with the format's suffix behind it unless it ends so."""
        return path if path.name.lower().endswith(self.suffix) else path.with_name(path.name + self.suffix)


FORMATS = (
    ModelFormat(
        "keras3_h5", "Keras 3", ".h5", KERAS,
        "Weights, optimizer, compile choices and the drawing. Opens here and with keras.models.load_model.",
    ),
    ModelFormat(
        "keras2_h5", "TensorFlow 2.0–2.15 (Keras 2)", ".h5", KERAS,
        "The same in the layout of Keras 2. A layer that Keras 2 lacks is named and not written.",
    ),
    ModelFormat(
        "keras", "Keras archive", ".keras", KERAS,
        "The newer form of Keras 3, with the drawing inside.",
    ),
    ModelFormat(
        "weights", "Weights alone", ".weights.h5", KERAS,
        "For a script that makes the same layers and calls load_weights.",
    ),
    ModelFormat(
        "architecture", "Layers alone", ".json", KERAS,
        "The layers without weights, for keras.models.model_from_json.",
    ),
    ModelFormat(
        "saved_model", "SavedModel", ".savedmodel", ELSEWHERE,
        "A folder for TensorFlow Serving, tf.saved_model.load, C++, Java and Go.", folder=True,
    ),
    ModelFormat(
        "tflite", "TensorFlow Lite (LiteRT)", ".tflite", ELSEWHERE,
        "For phones, browsers and small devices.", precisions=PRECISIONS,
    ),
    ModelFormat(
        "onnx", "ONNX", ".onnx", ELSEWHERE,
        "For ONNX Runtime, Windows ML, .NET, C++ and other frameworks.", extra="onnx",
        packages=("tf2onnx", "onnx"),
    ),
    ModelFormat(
        "tensorflowjs", "TensorFlow.js", ".tfjs", ELSEWHERE,
        "For web pages: a folder for tf.loadLayersModel.", folder=True,
        unavailable="The converter tensorflowjs 4.22 cannot be installed beside TensorFlow 2.21 (its part "
        "tensorflow-decision-forests is made for older versions only). The way round: save for TensorFlow 2.0–2.15, "
        "and convert that where TensorFlow 2.15 is installed.",
    ),
)  # fmt: skip
BY_ID = {found.id: found for found in FORMATS}
SUFFIXES = tuple(dict.fromkeys(found.suffix for found in FORMATS if not found.unavailable))


def of_path(path: Path, *, keras2: bool = False) -> ModelFormat | None:
    """The format that a path asks for; the longest suffix counts. None if it is none of them."""
    name = path.name.lower()
    fitting = [found for found in FORMATS if name.endswith(found.suffix)]
    longest = max((len(found.suffix) for found in fitting), default=0)
    fitting = [found for found in fitting if len(found.suffix) == longest]
    if keras2:
        return next((found for found in fitting if found.id == "keras2_h5"), None)
    return fitting[0] if fitting else None


def unwritable(found: ModelFormat) -> Problem | None:
    """Why the format cannot be written at all, or None."""
    if not found.unavailable:
        return None
    fix = (
        "In an environment of its own: pip install tensorflow==2.15.1 tensorflowjs==4.22.0, "
        "then: tensorflowjs_converter --input_format keras MODEL.h5 FOLDER."
    )
    return Problem(f"{found.title} cannot be written. {found.unavailable}", fix=fix)


def missing(found: ModelFormat) -> Problem | None:
    """Which packages the format needs that are not installed, and how to get them; None if all are there."""
    absent = [name for name in found.packages if find_spec(name) is None]
    if not absent:
        return None
    what = f"{found.title} needs packages that are not installed: {', '.join(absent)}."
    install = f"pip install 'desktop-nn[{found.extra}]'"
    if is_bundle():
        return Problem(what, fix=f"The installed program cannot take them in; with Python you can: {install}")
    return Problem(what, fix=f"Install them with: {install}")
