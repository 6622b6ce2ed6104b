"""The switch that lets a run look into its layers: no callback of Keras's, but the same to the user."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from ui.session import Session
from ui.theme.tokens import SPACE_2
from ui.training import edits
from ui.widgets.styling import label

_TIP = (
    "Norms and histograms of weights, gradients and outputs of each layer, measured on one batch of training samples. "
    "The training stays the same bit for bit; looks are made as often as they cost less than 2 % of it."
)


class InternalsCard(QFrame):
    """A click is one undo step."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("training_internals")
        self.setProperty("class", "card")
        self._session = session
        self.switch = QCheckBox("Look inside the layers")
        self.switch.setObjectName("training_internals_switch")
        self.switch.setToolTip(_TIP)
        self.switch.clicked.connect(self._turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(2)
        layout.addWidget(self.switch)
        layout.addWidget(label("weights, gradients and outputs, for charts and canvas", "small", wrap=True))

    def refresh(self) -> None:
        """Show the document's choice."""
        self.switch.setChecked(self._session.project.training.internals)

    def _turn(self, on: bool) -> None:
        words = "Look inside the layers" if on else "Do not look inside the layers"
        self._session.edit(words, lambda project: edits.look_inside(project, on))
