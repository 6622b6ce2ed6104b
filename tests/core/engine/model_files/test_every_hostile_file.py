"""Each of the files in `tests/hostile` gets a sentence or opens without effect, and touches nothing but itself.

How the checklist of what a reader of untrusted models must look at is covered (files in `tests/hostile` by name):

| what is looked at | where | proved by |
|---|---|---|
| size of the file, signature | child, sniffing | nothing_at_all, pickle_called_h5, user_block |
| no plugins of HDF5 (CVE-2026-2492) | child (HDF5_PLUGIN_PATH before h5py) | unknown_filter |
| hard links only, no group twice, no cycles, number of objects | hdf5 | external_link … shared_group, many_groups |
| no external, virtual arrays (CVE-2026-1669) | hdf5 | external_storage, virtual_array, external_weights_in_archive |
| numbers only, of plain types | hdf5 | array_of_texts … committed_type, float_of_sixteen_bytes |
| filters of Keras only (CVE-2025-44904 and kin) | hdf5 | scale_offset_filter, unknown_filter |
| bytes of arrays, pieces, all; packed against stored (CVE-2026-0897) | hdf5 | shape_bomb … many_unwritten_arrays |
| attributes are text in UTF-8, bounded | hdf5 | configuration_of_numbers … names_that_share_a_text |
| JSON: depth before parsing, no NaN, one reading | strict_json, safe_json | deep_json … half_a_surrogate |
| names from a list; nothing imported (CVE-2024-3660, 2025-1550, 8747, 9905, 9906, 49655, 12058, 2026-1462) \
| catalogue_names | lambda_layer … optimizer_of_a_module |
| names unique, no paths (CVE-2026-12479) | layer_names | name_that_is_a_path, two_of_a_name |
| references exist, no loops, numbers of layers, calls, links | model_config | loop, link_to_nowhere, many_layers |
| zip: twice, paths, links, passwords, bombs, table of contents (CVE-2025-12060) | archive | archives.py |
| shapes inferred, parameters counted before building | shapes, memory | vast_dense … vast_normalization |
| what only the question would choke on | bounds | vast_normalization, vast_lookup |
| stored arrays against inferred shapes | restoring | test_restoring |
| text fit for the screen | problems.shown | bidi_class_name, bidi_name |
| np.load without pickles | model_file, checkpoint | test_that_no_array_is_loaded_with_pickles |
| a process of its own, bounded; errors of HDF5 end only that | reader, limits | test_hostile_files, the fuzzing |
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.case import Hostile
from tests.hostile.configurations import OWNED
from tests.hostile.every import ALL
from tests.hostile.opening import opened, why_not_built
from tests.hostile.sound import CANARY, SECRET
from tests.hostile.warm import Warm, warm

SLOW_TO_MAKE = {
    "all_to_all",
    "huge_json",
    "layer_names_in_parts",
    "many_calls",
    "many_groups",
    "many_layers",
    "many_links",
    "names_that_clash",
    "names_that_share_a_text",
    "packed_configuration",
    "picture_bomb",
    "zip_bomb",
}
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
CASES = [
    pytest.param(case, id=case.name, marks=[pytest.mark.thorough] if case.name in SLOW_TO_MAKE else []) for case in ALL
]


@pytest.fixture(scope="module")
def opener() -> Iterator[Warm]:
    with warm() as process:
        yield process


@pytest.mark.parametrize("case", CASES)
def test_that_a_hostile_file_gets_a_sentence_or_stays_without_effect(
    case: Hostile, opener: Warm, tmp_path: Path
) -> None:
    path = case.made(tmp_path)
    canary, findings = tmp_path / CANARY, tmp_path / "findings"
    findings.mkdir()
    if canary.exists():
        os.utime(canary, (0, 0))  # whoever reads it moves this time on
    answer = opener.open(path, findings)
    assert answer.touched == ()
    assert answer.traceback == ""
    assert not answer.died
    assert not answer.slow
    if case.outcome == "refused":
        assert re.search(r"[.!”]$", answer.sentence), answer
    assert not HIDDEN.search(answer.sentence)
    assert len(answer.sentence) < 4000
    assert not canary.exists() or canary.stat().st_atime == 0
    assert not any(SECRET in file.read_bytes() for file in findings.iterdir())
    assert {file.name for file in tmp_path.iterdir()} <= {path.name, CANARY, "findings"}
    assert not (tmp_path / OWNED).exists()


@pytest.mark.parametrize("case", [case for case in ALL if case.outcome == "too large"], ids=lambda case: case.name)
def test_that_a_vast_model_opens_as_a_drawing_and_is_told_before_it_is_built(case: Hostile, tmp_path: Path) -> None:
    path = case.made(tmp_path)
    found = opened(path)
    assert found.graph is not None, found.sentence
    sentence, _ = why_not_built(found.graph)
    assert sentence.endswith(".")


@pytest.mark.parametrize("case", [case for case in ALL if case.outcome == "locked"], ids=lambda case: case.name)
def test_that_code_in_a_file_is_never_built(case: Hostile, tmp_path: Path) -> None:
    found = opened(case.made(tmp_path))
    sentence = why_not_built(found.graph)[0] if found.graph is not None else found.sentence
    assert sentence.endswith(".")
    assert not (tmp_path / OWNED).exists()


@pytest.mark.parametrize("name", ["external_storage", "lambda_layer", "names_that_share_a_text"])
def test_that_the_app_s_own_way_of_opening_ends_in_a_sentence_as_well(name: str, tmp_path: Path) -> None:
    (case,) = (case for case in ALL if case.name == name)
    before = set(os.listdir(tmp_path.parent))
    found = opened(case.made(tmp_path))
    assert found.graph is not None or found.sentence.endswith(".")
    assert set(os.listdir(tmp_path.parent)) == before
    assert not (tmp_path / OWNED).exists()


def test_that_no_array_is_loaded_with_pickles() -> None:
    root = Path(__file__).parents[4] / "desktop_nn"
    calls = [
        line.strip()
        for path in root.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\b(np|numpy)\.load\(|format\.read_array\(|allow_pickle|import pickle|joblib|marshal", line)
    ]
    assert calls
    assert all("allow_pickle=False" in call for call in calls), calls


@pytest.mark.skipif(sys.platform != "linux", reason="devices stand elsewhere")
def test_that_a_device_is_no_file() -> None:
    assert "device" in opened(Path("/dev/zero")).sentence
