"""Files that are broken or mean harm are refused in one sentence, and nothing that they name is run or read."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from desktop_nn.engine.model_files import ModelFile, child, exchange, read, restore
from desktop_nn.problems import Problem, ProblemError
from tests.core.engine.model_files import plain_keras


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Sound files to spoil, by name."""
    folder = tmp_path_factory.mktemp("sound")
    chain, two = plain_keras.chain(), plain_keras.two_outputs()
    return {
        "chain": plain_keras.saved(chain, folder / "chain.h5").read_bytes(),
        "archive": plain_keras.saved(chain, folder / "chain.keras").read_bytes(),
        "two": plain_keras.saved(two, folder / "two.h5").read_bytes(),
    }


@pytest.fixture
def file(sound: dict[str, bytes], tmp_path: Path) -> Path:
    path = tmp_path / "model.h5"
    path.write_bytes(sound["chain"])
    return path


def refusal(path: Path) -> Problem:
    """The refusal by the code of the reading process, run in this one to be quick."""
    folder = path.parent / "findings"
    folder.mkdir(exist_ok=True)
    assert child.examine(path, folder) == 0
    with pytest.raises(ProblemError) as caught:
        exchange.read(folder)
    problem = caught.value.problem
    assert problem.what.endswith(".")
    assert problem.fix.endswith(".")
    assert "\n" not in str(problem)
    return problem


def change_config(path: Path, change: Callable[[Any], None], name: str = "model_config") -> None:
    with h5py.File(path, "r+") as opened:
        config = json.loads(opened.attrs[name])
        change(config)
        opened.attrs[name] = json.dumps(config)


def layers(config: Any) -> Any:
    return config["config"]["layers"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"name,price\nhouse,3\n", "is text"),
        ("Größe\n".encode(), "is text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither HDF5 nor"),
        (b"\x80\x04\x95\x10\0\0\0", "pickle"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Git LFS"),
        (b"\x89HDF\r\n\x1a\n" + bytes(range(200)), "damaged"),
        (b"PK\x03\x04" + bytes(200), "damaged"),
    ],
)
def test_that_a_file_that_is_no_model_says_what_it_is(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "model.h5").write_bytes(content)
    assert words in refusal(tmp_path / "model.h5").what


def test_that_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="no such file"):
        read(tmp_path / "gone.h5")
    with pytest.raises(ProblemError, match="This is a folder"):
        read(tmp_path)
    (tmp_path / "saved_model.pb").write_bytes(b"")
    with pytest.raises(ProblemError, match="SavedModel"):
        read(tmp_path)


def test_that_a_file_that_is_cut_off_is_refused(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert "cut off" in refusal(file).what


@pytest.mark.parametrize("start", [40, 100, 300, 700, 1500, 3000])
def test_that_flipped_bytes_never_break_out(start: int, file: Path) -> None:
    content = bytearray(file.read_bytes())
    for place in range(start, min(start + 4000, len(content)), 97):
        content[place] ^= 0xFF
    file.write_bytes(bytes(content))
    with pytest.raises(ProblemError):  # in a process of its own: HDF5 itself may not survive it
        read(file)


def test_that_an_archive_that_is_cut_off_is_refused(sound: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "model.keras").write_bytes(sound["archive"][:-200])
    assert "damaged" in refusal(tmp_path / "model.keras").what


def test_that_a_zip_without_a_model_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "model.keras", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "model.weights.h5" in refusal(tmp_path / "model.keras").what


def test_that_a_weights_only_file_is_told_from_a_model(file: Path, tmp_path: Path) -> None:
    model = plain_keras.chain()
    model.save_weights(tmp_path / "only.weights.h5")
    assert "weights only" in refusal(tmp_path / "only.weights.h5").what
    with h5py.File(file, "w") as opened:
        opened["table"] = [1, 2, 3]
    assert "no Keras model" in refusal(file).what


def test_that_an_external_link_is_refused(file: Path, tmp_path: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened["model_weights/dense/stolen"] = h5py.ExternalLink("/etc/hostname", "/")
    assert "link" in refusal(file).what


def test_that_a_soft_link_is_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened["model_weights/again"] = h5py.SoftLink("/model_weights")
    assert "link" in refusal(file).what


def test_that_a_group_inside_itself_is_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened["model_weights/dense/loop"] = opened["model_weights"]
    assert "one and the same" in refusal(file).what


def test_that_weights_in_another_file_are_not_read(file: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.bin"
    secret.write_bytes(bytes(8 * 6 * 4))
    with h5py.File(file, "r+") as opened:
        group = opened["model_weights/dense"]
        (name,) = [name for name in group.attrs["weight_names"] if name.endswith("kernel")]
        del group[name]
        group.create_dataset(name, (8, 6), "float32", external=[(str(secret), 0, 8 * 6 * 4)])
    assert "another file" in refusal(file).what


def test_that_a_virtual_dataset_is_refused(file: Path) -> None:
    layout = h5py.VirtualLayout((4,), "float32")
    layout[:] = h5py.VirtualSource("other.h5", "data", (4,))
    with h5py.File(file, "r+") as opened:
        opened.create_virtual_dataset("model_weights/view", layout)
    assert "another file" in refusal(file).what


def test_that_an_array_that_claims_to_be_huge_is_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened.create_dataset("model_weights/huge", (10**6, 10**6), "float32", chunks=(1000, 1000))
    assert "larger than the file" in refusal(file).what


def test_that_a_packed_array_of_zeros_is_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        zeros = np.zeros(8_000_000, "float32")
        opened.create_dataset("model_weights/zeros", data=zeros, compression="gzip", compression_opts=9)
    assert "larger than the file" in refusal(file).what


def test_that_objects_in_an_array_are_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened.create_dataset("model_weights/words", data=["a", "b"], dtype=h5py.string_dtype())
    assert "not numbers" in refusal(file).what


def test_that_deeply_nested_json_is_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened.attrs["model_config"] = "[" * 100_000 + "]" * 100_000
    assert "levels deep" in refusal(file).what


@pytest.mark.parametrize("text", ['{"class_name": ', '{"class_name": NaN}', "[1, 2]", "\x01"])
def test_that_broken_json_is_refused(text: str, file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened.attrs["model_config"] = text
    assert "model configuration" in refusal(file).what


def test_that_a_configuration_that_is_no_text_is_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened.attrs["model_config"] = np.arange(5)
    assert "no text" in refusal(file).what


def marshalled_lambda() -> dict[str, Any]:
    code = base64.b64encode(b"\xe3\0\0\0 print('owned')").decode()
    return {
        "class_name": "Lambda",
        "config": {
            "name": "harmless",
            "function": {"class_name": "__lambda__", "config": {"code": code, "defaults": None, "closure": None}},
        },
    }


def locked_only(path: Path, name: str) -> ModelFile:
    """The file, opened with one layer locked, of which nothing can be made."""
    opened = read(path)
    assert opened.locked == (name,)
    with pytest.raises(ProblemError):
        restore(opened)
    return opened


def test_that_a_lambda_stays_locked(file: Path) -> None:
    change_config(file, lambda config: layers(config).insert(1, marshalled_lambda()))
    opened = locked_only(file, "harmless")
    assert "never runs" in opened.report.locked[0].why


@pytest.mark.parametrize(
    "value",
    [
        {"class_name": "__lambda__", "config": {"code": "", "defaults": None, "closure": None}},
        {"class_name": "function", "config": "system", "module": "os", "registered_name": "system"},
        {"class_name": "Popen", "module": "subprocess", "config": {"args": ["true"]}, "registered_name": None},
        {"class_name": "get_file", "module": "keras.utils", "config": {"origin": "http://example.org"}},
        {"class_name": "__typespec__", "spec_name": "x", "config": {}},
        {"class_name": "TFSMLayer", "module": "keras.layers", "config": {"filepath": "/tmp/evil"}},
        "enable_unsafe_deserialization",
        ["relu"],
        7,
    ],
)
@pytest.mark.parametrize("parameter", ["activation", "kernel_initializer"])
def test_that_nothing_but_keras_s_own_fills_a_parameter(parameter: str, value: Any, file: Path) -> None:
    change_config(file, lambda config: layers(config)[1]["config"].__setitem__(parameter, value))
    if not isinstance(value, dict | str):
        assert refusal(file).where.endswith("dense")
    elif parameter == "activation":
        locked_only(file, "dense")
    else:
        assert [change.where for change in read(file).report.lost] == ["dense"]


@pytest.mark.parametrize(
    "name", ["TFSMLayer", "TorchModuleWrapper", "JaxLayer", "MyLayer", "Custom>Dense", "os.system"]
)
def test_that_a_layer_that_runs_code_or_is_unknown_stays_locked(name: str, file: Path) -> None:
    change_config(file, lambda config: layers(config)[1].__setitem__("class_name", name))
    assert name in locked_only(file, "dense").report.locked[0].why


def test_that_somebodys_own_class_called_dense_stays_locked(file: Path) -> None:
    change_config(file, lambda config: layers(config)[1].update(module="evil.layers"))
    opened = locked_only(file, "dense")
    assert "evil.layers" in opened.report.locked[0].why
    assert "Dense" not in {layer.kind for layer in opened.graph.layers.values() if layer.name == "dense"}


def test_that_a_vocabulary_in_a_file_is_not_read(file: Path) -> None:
    lookup = {"class_name": "StringLookup", "config": {"name": "lookup", "vocabulary": "/etc/passwd"}}
    change_config(file, lambda config: layers(config).insert(1, lookup))
    assert "vocabulary" in refusal(file).what


def test_that_a_model_class_of_somebodys_own_is_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened.attrs["model_config"] = json.dumps({"class_name": "MyModel", "config": {}})
    assert "MyModel" in refusal(file).what


def test_that_an_empty_model_inside_a_model_is_refused(file: Path) -> None:
    def nest(config: Any) -> None:
        layers(config)[1] = {"class_name": "Sequential", "config": {"name": "inner", "layers": []}}

    change_config(file, nest)
    assert refusal(file).what == "It has 0 layers."


def test_that_models_in_models_without_end_are_refused_in_a_sentence(file: Path) -> None:
    def nest(config: Any) -> None:
        inner: Any = {"class_name": "Dense", "config": {"name": "last", "units": 1}}
        for number in range(17):
            inside = {"name": f"level_{number}", "layers": [inner], "build_input_shape": [None, 8]}
            inner = {"class_name": "Sequential", "config": inside}
        layers(config)[1] = inner

    change_config(file, nest)
    assert refusal(file).what == "More than 16 models lie one in the other."


def test_that_a_model_class_of_somebodys_own_inside_a_model_is_refused(file: Path) -> None:
    def nest(config: Any) -> None:
        inside = {"name": "inner", "layers": [layers(config)[1]]}
        layers(config)[1] = {"class_name": "Functional", "module": "somebody.models", "config": inside}

    change_config(file, nest)
    assert "is not Keras's own" in refusal(file).what


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/../../b", "x" * 5000])
def test_that_a_name_that_is_a_path_is_refused(name: str, file: Path) -> None:
    change_config(file, lambda config: layers(config)[1]["config"].__setitem__("name", name))
    refusal(file)


def test_that_two_layers_of_one_name_are_refused(file: Path) -> None:
    change_config(file, lambda config: layers(config)[3]["config"].__setitem__("name", "dense"))
    assert "same name" in refusal(file).what


@pytest.fixture
def two(sound: dict[str, bytes], tmp_path: Path) -> Path:
    path = tmp_path / "two.h5"
    path.write_bytes(sound["two"])
    return path


def feed(config: Any, target: str, source: str) -> None:
    (layer,) = [layer for layer in layers(config) if layer["name"] == target]
    layer["inbound_nodes"][0]["args"][0]["config"]["keras_history"][0] = source


def test_that_layers_that_feed_each_other_are_refused(two: Path) -> None:
    change_config(two, lambda config: feed(config, "first", "second"))
    assert "loop" in refusal(two).what


def test_that_a_link_to_nowhere_is_refused(two: Path) -> None:
    change_config(two, lambda config: feed(config, "first", "nobody"))
    assert refusal(two).where.endswith("nobody")


def test_that_a_layer_that_is_never_called_is_refused(two: Path) -> None:
    def uncall(config: Any) -> None:
        (layer,) = [layer for layer in layers(config) if layer["name"] == "aux"]
        layer["inbound_nodes"] = []

    change_config(two, uncall)
    assert "never called" in refusal(two).what


def test_that_weights_named_out_of_their_place_are_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened["model_weights/dense"].attrs["weight_names"] = ["../../optimizer_weights/sgd/iteration"]
    assert "missing" in refusal(file).what


def test_that_the_same_array_for_many_weights_is_refused(file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        group = opened["model_weights/dense"]
        group.attrs["weight_names"] = [group.attrs["weight_names"][0]] * 1000
    assert "same name" in refusal(file).what


@pytest.mark.parametrize("mark", ["no json", "{}", "[" * 5000, json.dumps({"project": "{}", "digest": ""})])
def test_that_a_spoilt_mark_of_ours_is_passed_over(mark: str, file: Path) -> None:
    with h5py.File(file, "r+") as opened:
        opened.attrs["desktop_nn"] = mark
    opened_file = read(file)
    assert opened_file.project is None
    assert len(opened_file.graph.nodes) == 4


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """The archive with entries changed, or left out for None."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            new = change(name, content)
            if new is not None:
                archive.writestr(name, new)


def test_that_an_archive_s_code_stays_locked(sound: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(sound["archive"])

    def spoil(name: str, content: bytes) -> bytes:
        if name != "config.json":
            return content
        config = json.loads(content)
        layers(config).insert(1, marshalled_lambda())
        return json.dumps(config).encode()

    rewritten(path, spoil)
    locked_only(path, "harmless")


def test_that_an_archive_of_a_class_outside_keras_is_refused(sound: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(sound["archive"])
    evil = json.dumps({"module": "os", "class_name": "system", "config": {"command": "true"}}).encode()
    rewritten(path, lambda name, content: evil if name == "config.json" else content)
    refusal(path)


def test_that_a_zip_bomb_is_refused(sound: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", "{}")
        archive.writestr("metadata.json", "{}")
        archive.writestr("model.weights.h5", bytes(100_000_000))
    assert "larger than the file" in refusal(path).what


def test_that_a_file_that_eats_memory_ends_only_its_own_process(file: Path) -> None:
    """Many arrays, each just small enough, whose values would together fill the memory."""
    with h5py.File(file, "r+") as opened:
        for number in range(40):
            shape = (4_000_000,)
            opened.create_dataset(f"model_weights/part{number}", shape, "float32", chunks=shape, fillvalue=1.0)
    with pytest.raises(ProblemError, match="larger than the file"):
        read(file)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limits")
def test_that_the_reading_process_cannot_take_more_memory_than_the_file_explains() -> None:
    code = "from desktop_nn.engine.model_files import limits; limits.limit_this_process(1000); bytearray(4 * 2**30)"
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert "MemoryError" in ended.stderr


@pytest.mark.parametrize("name", [[], {}, ["Dense"], 3, None])
def test_that_a_class_that_is_no_name_is_no_traceback(name: Any, sound: dict[str, bytes], tmp_path: Path) -> None:
    path, folder = tmp_path / "model.h5", tmp_path / "findings"
    path.write_bytes(sound["two"])
    folder.mkdir()
    change_config(path, lambda config: config["config"]["layers"][-1].update(class_name=name))
    assert child.examine(path, folder) == 0
