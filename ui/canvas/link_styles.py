"""Which way links run on the canvas: the user's choice, remembered in the settings. The ways are `routing.py`'s."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_nn import settings as settings_file
from desktop_nn.settings import LinkStyle

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class LinkStyles:
    """`style` is the present one."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        canvas.board.show_link_style(canvas.session.settings.links)

    @property
    def style(self) -> LinkStyle:
        """How links run now."""
        return self._canvas.board.link_layer.style

    def choose(self, style: LinkStyle) -> None:
        """Let all links run so from now on."""
        canvas, session = self._canvas, self._canvas.session
        if style == self.style:
            return
        canvas.pointing.cancel()
        canvas.board.show_link_style(style)
        canvas.expire_overview()
        changed = replace(session.settings, links=style)
        session.settings = changed
        session.files.submit(lambda _cancelled: settings_file.save(changed), refused=session.tell_problems)
