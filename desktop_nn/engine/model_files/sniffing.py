"""Says what a file is that is no model, by its first bytes, so that the refusal can say more than "invalid"."""

from __future__ import annotations

from desktop_nn.engine.model_files.refusals import DAMAGED, refused
from desktop_nn.problems import ProblemError

_CHOOSE = "Choose a .h5 or .keras file that model.save has written."
_KNOWN: tuple[tuple[bytes, str, str], ...] = (
    (
        b"version https://git-lfs",
        "The file is only a pointer of Git LFS; the model itself was not downloaded.",
        "Run “git lfs pull”.",
    ),
    (b"\x80\x02", "The file is a Python pickle, which is code and is never loaded.", _CHOOSE),
    (b"\x80\x03", "The file is a Python pickle, which is code and is never loaded.", _CHOOSE),
    (b"\x80\x04", "The file is a Python pickle, which is code and is never loaded.", _CHOOSE),
    (b"\x80\x05", "The file is a Python pickle, which is code and is never loaded.", _CHOOSE),
    (b"\x1f\x8b", "The file is packed with gzip.", "Unpack it first."),
    (b"<!DOCTYPE", "The file is a web page, not a model.", "Download the model itself."),
    (b"<html", "The file is a web page, not a model.", "Download the model itself."),
    (b"PK", "The zip file is empty or damaged, so it is no Keras model.", DAMAGED),
)


def no_model(head: bytes) -> ProblemError:
    """The refusal of a file that begins with `head` and is neither HDF5 nor a zip archive."""
    if not head:
        return refused("The file is empty.", DAMAGED)
    for signature, what, fix in _KNOWN:
        if head.startswith(signature):
            return refused(what, fix)
    if head.startswith(b"TFL3", 4):
        return refused("The file is a TensorFlow Lite model, which has no layers to draw.", _CHOOSE)
    if _is_text(head):
        return refused("The file is text, not a Keras model.", _CHOOSE)
    return refused("The file is neither HDF5 nor a .keras archive.", _CHOOSE)


def _is_text(head: bytes) -> bool:
    try:
        text = head[:-3].decode("utf-8") if len(head) > 3 else head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 8
    return all(letter.isprintable() or letter.isspace() for letter in text)
