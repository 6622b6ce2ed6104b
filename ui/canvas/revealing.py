"""Brings nodes into view for others, without taking the keyboard from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def reveal(canvas: CanvasView, node_ids: Iterable[str]) -> None:
    """Move the view as little as needed so that these nodes' cards (or those of folded groups) are seen."""
    board = canvas.board
    cards = [board.nodes[shown] for shown in map(board.seen.holder, node_ids) if shown in board.nodes]
    area = QRectF()
    for card in cards:
        area = area.united(card.card_in_scene())
    if not area.isEmpty():
        canvas.camera.reveal(area)
