"""The combo box of all losses: those that suit the output first, under a heading."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

from desktop_nn.catalogue import load
from desktop_nn.training.choices import Configured
from ui.training.suitable import kinds
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.tips import plain


class LossCombo(CalmComboBox):
    """`chosen` carries the loss as `Configured`, with the parameters under which it suits."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText("Choose a loss")
        self._suitable: tuple[Configured, ...] | None = None
        self.activated.connect(self._activated)

    def show_loss(self, loss: Configured | None, suitable: tuple[Configured, ...]) -> None:
        """Show the present loss, and the suitable ones at the top of the list; sends nothing."""
        if suitable != self._suitable:
            self._suitable = suitable
            self._fill()
        kind = load().find("losses", loss.kind) if loss else None
        name = kind.name if kind else loss.kind if loss else ""
        index = self.findText(name, Qt.MatchFlag.MatchExactly) if name else -1
        if index < 0 and name:
            self.addItem(name, Configured(name))
            index = self.count() - 1
        self.setCurrentIndex(index)
        self.setToolTip(plain(f"{name}: {kind.summary}" if kind else ""))

    def _fill(self) -> None:
        suitable = self._suitable or ()
        model = QStandardItemModel(self)
        names = {loss.kind for loss in suitable}
        others = [Configured(kind.name) for kind in kinds("losses") if kind.name not in names]
        for heading, losses in (("Suit this output", suitable), ("Others" if suitable else "", others)):
            if heading and losses:
                title = QStandardItem(heading)
                title.setFlags(Qt.ItemFlag.NoItemFlags)
                model.appendRow(title)
            for loss in losses:
                model.appendRow(_item(loss))
        self.setModel(model)

    def _activated(self, index: int) -> None:
        loss = self.itemData(index)
        if isinstance(loss, Configured):
            self.chosen.emit(loss)


def _item(loss: Configured) -> QStandardItem:
    item = QStandardItem(loss.kind)
    kind = load().find("losses", loss.kind)
    item.setData(loss, Qt.ItemDataRole.UserRole)
    item.setToolTip(plain(kind.summary if kind else ""))
    return item
