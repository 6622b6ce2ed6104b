"""Two runs side by side in a calm window: their figures with the differences, then in words what was chosen apart."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from desktop_nn.project.difference import Section
from desktop_nn.runs.difference import Comparison, FigureRow
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, SPACE_4, TEXT, TEXT_LARGE
from ui.widgets.styling import label

_SAME = '<p class="dim">The same.</p>'


class CompareDialog(QDialog):
    """Shows a comparison; all of it can be copied as text."""

    def __init__(self, comparison: Comparison, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compare_dialog")
        self.setWindowTitle("Two runs compared")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._comparison = comparison
        self.page = QTextBrowser()
        self.page.setObjectName("compare_page")
        self.page.setAccessibleName("What is different between the two runs")
        self.page.setOpenLinks(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton("Copy as text", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("compare_copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(comparison.text()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        layout.addWidget(label(" → ".join(comparison.titles), "title", wrap=True))
        layout.addWidget(self.page, 1)
        layout.addWidget(buttons)
        theme.changed.connect(self._fill)
        self._fill()
        self.resize(round(640 * theme.scale), round(600 * theme.scale))

    def _fill(self) -> None:
        self.page.document().setDocumentMargin(SPACE_4)
        self.page.document().setDefaultStyleSheet(_style())
        self.page.setHtml(_html(self._comparison))


def _style() -> str:
    c = theme.colours
    text, large = (round(size * theme.scale) for size in (TEXT, TEXT_LARGE))
    return (
        f"body {{ color: {c.text}; font-size: {text}px; }}"
        f"h3 {{ font-size: {large}px; font-weight: 600; margin-top: 14px; margin-bottom: 4px; }}"
        f"p {{ margin-top: 3px; margin-bottom: 3px; }}"
        f"th {{ color: {c.text_dim}; font-weight: 500; padding: 3px 10px; }}"
        f"td {{ padding: 3px 10px; }}"
        f".dim {{ color: {c.text_dim}; }} .change {{ color: {c.accent}; }} .bad {{ color: {c.bad}; }}"
    )


def _html(found: Comparison) -> str:
    problems = "".join(f'<p class="bad">{escape(problem)}</p>' for problem in found.problems)
    return f"<body>{problems}{_figures(found)}{''.join(map(_section, found.sections))}</body>"


def _figures(found: Comparison) -> str:
    one, other = (escape(title) for title in found.titles)
    head = (
        f'<tr><th></th><th align="right">{one}</th><th align="right">{other}</th><th align="right">difference</th></tr>'
    )
    rows = "".join(map(_row, found.figures))
    return f'<h3>Figures</h3><table width="100%" cellspacing="0">{head}{rows}</table>'


def _row(row: FigureRow) -> str:
    name, before, after, change = map(escape, (row.name, row.before, row.after, row.change))
    return (
        f'<tr><td class="dim">{name}</td><td align="right">{before}</td><td align="right">{after}</td>'
        f'<td align="right" class="change">{change}</td></tr>'
    )


def _section(section: Section) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in section.lines)
    return f"<h3>{escape(section.title)}</h3>{lines or _SAME}"
