"""PNG pictures that carry a project: what was put in comes out, whatever else a picture holds is refused quickly."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import ProblemError
from desktop_nn.project import examples, file, picture_file
from desktop_nn.project.document import Project
from tests.helpers.drawings import dense_chain


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\0"))
END = chunk(b"IEND", b"")
PNG = picture_file.SIGNATURE + HEADER + PIXELS + END
NAME = picture_file.KEYWORD.encode() + b"\0"


def saved(folder: Path, project: Project) -> Path:
    path = folder / "picture.png"
    path.write_bytes(picture_file.with_project(PNG, file.text_for(path, project, GraphFacts())))
    return path


def written(folder: Path, *chunks: bytes) -> Path:
    path = folder / "picture.png"
    path.write_bytes(picture_file.SIGNATURE + HEADER + b"".join(chunks) + PIXELS + END)
    return path


def refused(path: Path) -> str:
    with pytest.raises(ProblemError) as caught:
        file.read(path)
    assert str(path) in str(caught.value)
    return caught.value.problems[0].what


@pytest.mark.parametrize("name", examples.names())
def test_that_a_project_comes_back_exactly(name: str, tmp_path: Path) -> None:
    project = examples.read(name).project
    assert file.read(saved(tmp_path, project)).project == project


def test_that_letters_of_all_scripts_come_back(tmp_path: Path) -> None:
    project = replace(dense_chain(), notes="Größe, 層, \U0001f9e0,\u00a0two\n  lines\t“end”")
    assert file.read(saved(tmp_path, project)).project == project


def test_that_only_plain_letters_lie_in_the_picture(tmp_path: Path) -> None:
    path = saved(tmp_path, replace(dense_chain(), notes="層"))
    assert picture_file.project_text(path).isascii()


def test_that_the_pixels_stay_as_they_were(tmp_path: Path) -> None:
    assert PIXELS in saved(tmp_path, dense_chain()).read_bytes()


def test_that_an_older_project_in_the_picture_gives_way(tmp_path: Path) -> None:
    path = saved(tmp_path, examples.read("two-outputs").project)
    path.write_bytes(picture_file.with_project(path.read_bytes(), file.dumps(dense_chain(), GraphFacts())))
    assert file.read(path).project == dense_chain()
    assert path.read_bytes().count(NAME) == 1


@pytest.mark.parametrize("kind", [b"tEXt", b"iTXt", b"packed iTXt"])
def test_that_a_tool_may_write_the_text_in_another_way(kind: bytes, tmp_path: Path) -> None:
    text = picture_file.project_text(saved(tmp_path, dense_chain())).encode()
    body = {
        b"tEXt": chunk(b"tEXt", NAME + text),
        b"iTXt": chunk(b"iTXt", NAME + b"\0\0en\0\0" + text),
        b"packed iTXt": chunk(b"iTXt", NAME + b"\1\0\0\0" + zlib.compress(text)),
    }[kind]
    assert file.read(written(tmp_path, chunk(b"tEXt", b"Author\0me"), body)).project == dense_chain()


def test_that_a_picture_of_a_large_drawing_grows_by_little(tmp_path: Path) -> None:
    from tests.helpers.drawings import chain

    graph, _ = chain("InputLayer", *["Dense"] * 1000)
    assert saved(tmp_path, Project(graph)).stat().st_size < 60_000


def test_that_a_picture_without_a_project_says_so(tmp_path: Path) -> None:
    assert refused(written(tmp_path)) == "This picture carries no project."


def test_that_a_packed_bomb_is_refused(tmp_path: Path) -> None:
    bomb = zlib.compress(b" " * (picture_file.LARGEST + 10), 9)
    assert "too large" in refused(written(tmp_path, chunk(b"zTXt", NAME + b"\0" + bomb)))


def test_that_a_huge_chunk_is_refused_unread(tmp_path: Path) -> None:
    head = struct.pack(">I", 2**31 - 1) + b"zTXt" + NAME
    assert "too large" in refused(written(tmp_path, head))


def test_that_foreign_texts_and_pixels_are_not_read(tmp_path: Path) -> None:
    path = written(tmp_path)
    with path.open("wb") as hole:
        hole.write(picture_file.SIGNATURE + HEADER)
        for _ in range(3):
            hole.write(struct.pack(">I", 2**30) + b"tEXt" + b"Comment\0")
            hole.seek(2**30 - 8 + 4, 1)
        hole.write(END)
    assert refused(path) == "This picture carries no project."


def test_that_a_million_pieces_are_given_up(tmp_path: Path) -> None:
    assert "too many pieces" in refused(written(tmp_path, chunk(b"tEXt", b"a\0") * 300_000))


@pytest.mark.parametrize("keep", [40, 120, 300])
def test_that_half_a_picture_is_refused(keep: int, tmp_path: Path) -> None:
    path = saved(tmp_path, dense_chain())
    path.write_bytes(path.read_bytes()[:keep])
    refused(path)


def test_that_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = saved(tmp_path, dense_chain())
    content = bytearray(path.read_bytes())
    content[content.index(NAME) + 60] ^= 255
    path.write_bytes(bytes(content))
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"no json", b'{"format": "desktop-nn project", "version": 99, "graph": 1}']
)
def test_that_a_text_that_is_no_project_is_refused(text: bytes, tmp_path: Path) -> None:
    refused(written(tmp_path, chunk(b"tEXt", NAME + text)))
