"""Projects (.dnn, and pictures that carry one) that attack whoever reads, mends, shows or trains them."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

from desktop_nn.project import picture_file, schema
from tests.hostile.case import hostile

PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q"
    b"\0\0\0\0IEND\xaeB`\x82"
)


def project(**sections: Any) -> dict[str, Any]:
    """A project of an Input and a Dense as JSON data; sections are replaced."""
    graph = {
        "name": "sound",
        "layers": [
            {"id": "l1", "kind": "InputLayer", "name": "in", "config": {"shape": [4]}},
            {"id": "l2", "kind": "Dense", "name": "dense", "config": {"units": 3}},
        ],
        "nodes": [{"id": "n1", "layer": "l1", "x": 0, "y": 0}, {"id": "n2", "layer": "l2", "x": 0, "y": 120}],
        "links": [{"source": "n1", "target": "n2"}],
    }
    return {"format": schema.FORMAT, "version": schema.VERSION, "graph": graph, **sections}


def _written(path: Path, data: Any) -> None:
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")


def _dense(**config: Any) -> dict[str, Any]:
    data = project()
    data["graph"]["layers"][1]["config"] = config
    return data


@hostile(".dnn", "lists a hundred thousand levels deep")
def deep_project(path: Path) -> None:
    _written(path, "[" * 100_000 + "]" * 100_000)


@hostile(".dnn", "a parameter nested four hundred levels deep, within the parser's reach")
def deep_parameter(path: Path) -> None:
    text = json.dumps(_dense(units=3, kernel_initializer="MARK"))
    _written(path, text.replace('"MARK"', '{"a":' * 400 + "1" + "}" * 400))


@hostile(".dnn", "a key twice")
def key_twice_in_a_project(path: Path) -> None:
    _written(path, json.dumps(project()).replace('"kind": "Dense"', '"kind": "Dense", "kind": "Lambda"'))


@hostile(".dnn", "infinity as 1e999")
def infinite_place(path: Path) -> None:
    _written(path, json.dumps(project()).replace('"y": 120', '"y": 1e999'))


@hostile(".dnn", "units of four hundred digits", "too large")
def endless_units(path: Path) -> None:
    _written(path, _dense(units=10**400))


@hostile(".dnn", "a Dense with 2.5 trillion weights, drawn by hand", "too large")
def vast_project(path: Path) -> None:
    _written(path, _dense(units=500_000_000_000))


@hostile(".dnn", "half a surrogate pair in a name")
def half_a_surrogate_in_a_project(path: Path) -> None:
    _written(path, json.dumps(project()).replace('"dense"', '"\\ud800"'))


@hostile(".dnn", "a group repeated 10⁹ times", "harmless")
def repeated_for_ever(path: Path) -> None:
    data = project()
    data["graph"]["nodes"][1]["group"] = "g1"
    data["graph"]["groups"] = [{"id": "g1", "title": "block", "count": 10**9}]
    _written(path, data)


@hostile(".dnn", "groups in groups, each repeated a hundred times", "too large")
def repeated_in_each_other(path: Path) -> None:
    data = project()
    data["graph"]["nodes"][1]["group"] = "g5"
    data["graph"]["groups"] = [
        {"id": f"g{number}", "title": "block", "count": 100, "parent": f"g{number - 1}" if number > 1 else ""}
        for number in range(1, 6)
    ]
    _written(path, data)


@hostile(".dnn", "forty thousand layers of one name")
def layers_of_one_name(path: Path) -> None:
    data = project()
    data["graph"]["layers"] += [{"id": f"x{i}", "kind": "Dense", "name": "dense", "config": {}} for i in range(40_000)]
    data["graph"]["nodes"] += [{"id": f"m{i}", "layer": f"x{i}", "x": 0, "y": 0} for i in range(40_000)]
    _written(path, data)


@hostile(".dnn", "nine thousand layers of one name", "harmless")
def fewer_layers_of_one_name(path: Path) -> None:
    data = project()
    data["graph"]["layers"] += [{"id": f"x{i}", "kind": "Dense", "name": "dense", "config": {}} for i in range(9_000)]
    data["graph"]["nodes"] += [{"id": f"m{i}", "layer": f"x{i}", "x": 0, "y": 0} for i in range(9_000)]
    _written(path, data)


@hostile(".dnn", "two thousand groups in a row, one in the other", "harmless")
def groups_in_a_row(path: Path) -> None:
    data = project()
    data["graph"]["nodes"][1]["group"] = "g1999"
    data["graph"]["groups"] = [
        {"id": f"g{number}", "title": "g", "parent": f"g{number - 1}" if number else ""} for number in range(2_000)
    ]
    _written(path, data)


@hostile(".dnn", "three hundred thousand links")
def many_links(path: Path) -> None:
    data = project()
    data["graph"]["links"] = [{"source": "n1", "target": "n2", "target_port": port} for port in range(300_000)]
    _written(path, data)


@hostile(".dnn", "a project of 40 MB")
def huge_project(path: Path) -> None:
    _written(path, project(notes=["x" * 40_000_000]))


@hostile(".dnn", "code of a callback that would run on opening, on drawing or on being looked at", "harmless")
def callback_code(path: Path) -> None:
    lines = [
        f"open({str(path.parent / 'owned.txt')!r}, 'w').close()",
        "import keras",
        "class C(keras.callbacks.Callback): pass",
    ]
    training = {"code": [{"name": "c.py", "lines": lines}], "callbacks": [{"kind": "c.py:C"}]}
    _written(path, project(training=training))


@hostile(".dnn", "code that hides behind letters that turn the text round", "harmless")
def code_that_is_turned_round(path: Path) -> None:
    lines = [
        "import keras",
        "class C(keras.callbacks.Callback):",
        "    '''\u202e''' ; open('x') #\u2066 harmless\u2069'''",
    ]
    training = {"code": [{"name": "c.py", "lines": lines}], "callbacks": [{"kind": "c.py:C"}]}
    _written(path, project(training=training))


@hostile(".dnn", "a Lambda and a TFSMLayer as nodes", "harmless")
def locked_kinds(path: Path) -> None:
    data = project()
    data["graph"]["layers"][1] = {"id": "l2", "kind": "TFSMLayer", "name": "t", "config": {"filepath": "/tmp"}}
    _written(path, data)


@hostile(".dnn", "an object in a parameter that Keras would make", "harmless")
def object_in_a_parameter(path: Path) -> None:
    evil = {"module": "os", "class_name": "system", "config": {"command": "true"}, "registered_name": "system"}
    _written(path, _dense(units=3, kernel_initializer=evil, activation=evil))


@hostile(".dnn", "a table on another computer, which Windows would log in to", "harmless")
def table_on_a_share(path: Path) -> None:
    source = {"name": "csv", "options": {"path": "//203.0.113.1/share/table.csv"}}
    _written(path, project(data={"source": source}))


@hostile(".dnn", "a device that never ends in place of a table", "harmless")
def table_of_a_device(path: Path) -> None:
    _written(path, project(data={"source": {"name": "csv", "options": {"path": "/dev/zero"}}}))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _picture(path: Path, chunk: bytes) -> None:
    path.write_bytes(PIXEL[:33] + chunk + PIXEL[33:])


@hostile(".png", "a picture whose project unpacks to 400 MB")
def picture_bomb(path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(bytes(2**20)) for _ in range(400)), packer.flush()])
    _picture(path, _chunk(b"zTXt", picture_file.KEYWORD.encode() + b"\0\0" + packed))


@hostile(".png", "a picture whose project has a wrong sum")
def picture_with_a_wrong_sum(path: Path) -> None:
    chunk = _chunk(b"zTXt", picture_file.KEYWORD.encode() + b"\0\0" + zlib.compress(json.dumps(project()).encode()))
    _picture(path, chunk[:-1] + b"?")


@hostile(".png", "a piece that says it has 2 GB")
def picture_with_a_long_piece(path: Path) -> None:
    start = picture_file.KEYWORD.encode() + b"\0\0"
    _picture(path, struct.pack(">I", 2**31 - 1) + b"zTXt" + start)


@hostile(".png", "a picture that carries a Dense of 2.5 trillion weights", "too large")
def picture_of_a_vast_model(path: Path) -> None:
    path.write_bytes(picture_file.with_project(PIXEL, json.dumps(_dense(units=500_000_000_000))))
