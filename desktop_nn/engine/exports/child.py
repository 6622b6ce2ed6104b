"""The process that turns a SavedModel into TensorFlow Lite or ONNX. `compiled.py` starts it.

It finds the model in the folder of its first argument, and for TensorFlow Lite once more for single samples. It leaves
the result there, and what is to be told.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

COMMAND = "convert-saved-model"
"""The hidden sub-command that calls `main` where the app is one frozen program."""
WHOLE, ONE = "saved_model", "for_one_sample"
INPUTS, RESULT, TOLD = "inputs.json", "result", "told.json"
_ENDPOINT = "serving_default"
ONE_AT_A_TIME = "It takes one sample at a time, as TensorFlow Lite wants it for recurrent layers."
FIX = "Try another format, or replace the layer."
NEEDS_FLEX = "It uses operators of TensorFlow itself: link the Flex delegate (Select TF ops) to run it."


def main(arguments: Sequence[str]) -> int:
    """Convert; returns the exit code, 0 if something was told."""
    folder, form, precision = Path(arguments[0]), arguments[1], arguments[2]
    try:
        content, note = _tflite(folder, precision) if form == "tflite" else (_onnx(folder), "")
        (folder / RESULT).write_bytes(content)
        told = {"note": note}
    except Exception as error:
        name = "TensorFlow Lite" if form == "tflite" else "ONNX"
        told = {"problem": f"{name} cannot take this model: {_gist(error)}", "fix": FIX}
    (folder / TOLD).write_text(json.dumps(told), "utf-8")
    return 0


def _tflite(folder: Path, precision: str) -> tuple[bytes, str]:
    """With TensorFlow Lite's own operators if that goes: for any number of samples, else for one; else with others."""
    import tensorflow as tf

    failure: Exception | None = None
    for note, source, flex in (("", WHOLE, False), (ONE_AT_A_TIME, ONE, False), (NEEDS_FLEX, WHOLE, True)):
        converter = tf.lite.TFLiteConverter.from_saved_model(str(folder / source))
        if flex:
            converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS]
            converter._experimental_lower_tensor_list_ops = False  # TensorFlow's own message asks for it
        if precision != "float32":
            converter.optimizations = [tf.lite.Optimize.DEFAULT]
        if precision == "float16":
            converter.target_spec.supported_types = [tf.float16]
        try:
            return converter.convert(), note
        except Exception as error:
            failure = error
    assert failure is not None
    raise failure


def _onnx(folder: Path) -> bytes:
    """Inputs bear the names and the order of the model's, outputs are `output_0` and so on."""
    import tensorflow as tf
    import tf2onnx
    from keras.src.export.tf2onnx_lib import patch_tf2onnx

    patch_tf2onnx()  # WORKAROUND: tf2onnx and NumPy 2; https://github.com/onnx/tensorflow-onnx/issues/2372
    loaded = tf.saved_model.load(str(folder / WHOLE))  # must live as long as its signature is called
    signature = loaded.signatures[_ENDPOINT]
    names: list[str] = json.loads((folder / INPUTS).read_text("utf-8"))
    said = signature.structured_input_signature[1]
    specs = [tf.TensorSpec(said[name].shape, said[name].dtype, name=name) for name in names]

    def run(*inputs: Any) -> Mapping[str, Any]:
        found = signature(**dict(zip(names, inputs, strict=True)))
        return {name: found[name] for name in sorted(found, key=lambda name: (len(name), name))}

    model, _ = tf2onnx.convert.from_function(tf.function(run), specs)
    content: bytes = model.SerializeToString()
    return content


def _gist(error: Exception) -> str:
    """The line of a converter's message that says something."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line or "not supported" in line.lower() or "Unsupported" in line]
    line = telling[0] if telling else lines[-1] if lines else type(error).__name__
    return f"{line.rpartition('error: ')[2][:200].rstrip('.')}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
