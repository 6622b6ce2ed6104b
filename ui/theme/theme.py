"""The scheme in force: applies palette, fonts and style sheet to the application and tells when it changes."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.theme.style_sheet import style_sheet
from ui.theme.tokens import HIGH_SCHEMES, SCHEMES, TEXT, Colours

Wish: TypeAlias = Literal["system", "light", "dark", "contrast_light", "contrast_dark"]
"""What the user wants; "contrast_…" are the schemes of high contrast, which the system can ask for as well."""


class Theme(QObject):
    """One for the application. `colours` are the present ones; `changed` is sent after a switch."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wish: Wish = "system"
        self.scale = 1.0
        self.animated = True
        self.colours: Colours = SCHEMES["light"]
        self.family = ""
        self.mono_family = ""

    def start(self, wish: Wish = "system", scale: float = 1.0) -> None:
        """Load the fonts, apply the looks, and follow the system from now on."""
        self._load_fonts()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self.apply(wish, scale)

    def apply(self, wish: Wish, scale: float | None = None) -> None:
        """Switch the scheme and the text scale (1.0 = 100 %)."""
        self.wish = wish
        self.scale = self.scale if scale is None else scale
        self.colours = self._wanted()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyle(QStyleFactory.create("Fusion"))
            app.setPalette(palette(self.colours))
            app.setFont(self.font(TEXT))
            app.setStyleSheet(style_sheet(self.colours, self.scale))
        self.changed.emit()

    def font(self, pixels: int = TEXT, weight: QFont.Weight = QFont.Weight.Normal, *, mono: bool = False) -> QFont:
        """A font of the app in pixels at 100 % text scale, with tabular figures."""
        font = QFont(self.mono_family if mono else self.family)
        font.setPixelSize(round(pixels * self.scale))
        font.setWeight(weight)
        if not mono:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def colour(self, name: str) -> QColor:
        """A colour of the present scheme by its token's name."""
        return QColor(getattr(self.colours, name))

    def _wanted(self) -> Colours:
        """The colours that the user, or else the system, asks for."""
        if self.wish != "system":
            schemes = HIGH_SCHEMES if self.wish.startswith("contrast") else SCHEMES
            return schemes["dark" if self.wish.endswith("dark") else "light"]
        hints = QGuiApplication.styleHints()
        high = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        return (HIGH_SCHEMES if high else SCHEMES)["dark" if dark else "light"]

    def _system_changed(self) -> None:
        if self.wish == "system" and self._wanted() is not self.colours:
            self.apply("system")

    def _load_fonts(self) -> None:
        if self.family:
            return
        families: dict[str, str] = {}
        with as_file(files("resources").joinpath("fonts")) as folder:
            for file in sorted([*folder.glob("*.otf"), *folder.glob("*.ttf")]):
                number = QFontDatabase.addApplicationFont(str(file))
                # A weight also answers to a family of its own ("Inter Semi Bold"); the shortest name is the common one.
                names = QFontDatabase.applicationFontFamilies(number)
                families.update({file.stem.split("-")[0]: min(names, key=len)} if names else {})
        fallback = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self.family = families.get("Inter", fallback)
        self.mono_family = families.get("JetBrainsMono", fixed)


def palette(colours: Colours) -> QPalette:
    """Qt's palette for a scheme, so that every standard widget fits."""
    result = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: colours.panel,
        role.WindowText: colours.text,
        role.Base: colours.field,
        role.AlternateBase: colours.panel,
        role.Text: colours.text,
        role.PlaceholderText: colours.text_faint,
        role.Button: colours.panel,
        role.ButtonText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.accent_text,
        role.ToolTipBase: colours.card,
        role.ToolTipText: colours.text,
        role.Link: colours.accent,
        role.Mid: colours.border,
        role.Dark: colours.border_strong,
        role.Light: colours.card,
        role.Midlight: colours.hover,
        role.Shadow: colours.border_strong,
        role.BrightText: colours.bad,
        role.Accent: colours.accent,
    }
    for key, value in pairs.items():
        result.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, key, QColor(colours.text_faint))
    return result


theme = Theme()
"""The application's theme."""
