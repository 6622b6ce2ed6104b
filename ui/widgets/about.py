"""The About dialog: version, the libraries' versions, licences of what is shipped."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_nn import __version__

_LIBRARIES = (
    ("TensorFlow", "tensorflow", "tensorflow-cpu"),
    ("Keras", "keras"),
    ("TensorBoard", "tensorboard"),
    ("Qt for Python", "PySide6-Essentials"),
    ("pyqtgraph", "pyqtgraph"),
    ("scikit-learn", "scikit-learn"),
    ("pandas", "pandas"),
    ("NumPy", "numpy"),
)


def _version(*packages: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # as long as a twentieth of the start

    for package in packages:
        try:
            return version(package)
        except PackageNotFoundError:
            continue
    return "not installed"


class AboutDialog(QDialog):
    """Read-only; the text can be copied for a report. `licences_wanted`: the user asks for those of all parts."""

    licences_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("about_dialog")
        self.setWindowTitle("About Desktop NN")
        title = QLabel(f"Desktop NN {__version__}")
        title.setProperty("class", "title")
        lines = [
            f"Python {platform.python_version()}",
            *(f"{name} {_version(*packages)}" for name, *packages in _LIBRARIES),
        ]
        text = QLabel(
            "Draw Keras models, train them while watching, and understand what you see.\n"
            "Free software under the Apache License 2.0.\n\n"
            + "\n".join(lines)
            + "\n\nIcons: Lucide (ISC). Fonts: Inter and JetBrains Mono (SIL Open Font License)."
            "\nData: Fashion-MNIST (MIT, © 2017 Zalando SE), California housing (Pace & Barry, 1997)."
        )
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.licences = buttons.addButton("Licences…", QDialogButtonBox.ButtonRole.HelpRole)
        self.licences.setObjectName("about_licences")
        self.licences.clicked.connect(self.licences_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for widget in (title, text, buttons):
            layout.addWidget(widget)
