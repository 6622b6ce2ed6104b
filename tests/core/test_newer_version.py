"""Whether there is a newer version, asked of an index on this computer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from desktop_nn import __version__
from desktop_nn.newer_version import newer_version
from desktop_nn.problems import ProblemError

Serve = Callable[[int, bytes], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Gives the address of an index that answers so."""
    answers: list[tuple[int, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers[-1]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def start(status: int, body: bytes) -> str:
        answers.append((status, body))
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    server.shutdown()
    thread.join()
    server.server_close()


def version(number: str) -> bytes:
    return json.dumps({"info": {"version": number}}).encode()


def test_that_a_newer_version_is_told(serve: Serve) -> None:
    assert newer_version(serve(200, version("99.10.0"))) == "99.10.0"


@pytest.mark.parametrize("number", [__version__, "0.0.9"])
def test_that_the_same_or_an_older_one_is_nothing_new(number: str, serve: Serve) -> None:
    assert newer_version(serve(200, version(number))) == ""


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (404, b"", "answered with 404"),
        (200, b"no json", "makes no sense"),
        (200, b"[]", "makes no sense"),
        (200, version("not a number"), "makes no sense"),
    ],
)
def test_that_an_answer_without_a_version_is_told_in_a_sentence(
    status: int, body: bytes, why: str, serve: Serve
) -> None:
    with pytest.raises(ProblemError, match=why):
        newer_version(serve(status, body))


def test_that_no_answer_is_told_in_a_sentence() -> None:
    with pytest.raises(ProblemError, match="does not answer"):
        newer_version("http://127.0.0.1:9/")
