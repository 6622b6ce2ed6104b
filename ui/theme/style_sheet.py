"""The one style sheet, made from the tokens; only what Fusion and the palette cannot say."""

from __future__ import annotations

from importlib.resources import files

from ui.theme.tokens import DISPLAY, RADIUS, TEXT, TEXT_LARGE, TEXT_SMALL, TITLE, Colours


def style_sheet(c: Colours, scale: float = 1.0) -> str:
    """Qt style sheet for a scheme. `class` properties used by widgets: title, heading, dim, small, primary, quiet,
    card, good, warn, bad, mono."""

    def px(size: float) -> str:
        return f"{round(size * scale)}px"

    def picture(name: str) -> str:
        """Style sheets take pictures from files only, ready coloured."""
        path = files("resources").joinpath("icons", "controls", c.scheme, f"{name}.svg")
        return f'url("{str(path).replace(chr(92), "/")}")'

    return f"""
* {{ outline: none; }}
QMainWindow, QDialog {{ background: {c.window}; }}
QMainWindow::separator {{ background: {c.window}; width: 6px; height: 6px; }}
QMainWindow::separator:hover {{ background: {c.border_strong}; }}
QToolTip {{ background: {c.card}; color: {c.text}; border: 1px solid {c.border_strong}; padding: 5px 7px; }}

QMenuBar {{ background: {c.panel}; border-bottom: 1px solid {c.border}; padding: 2px 6px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.hover}; }}
QMenu {{ background: {c.card}; border: 1px solid {c.border_strong}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 10px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.text_faint}; }}
QMenu::icon {{ padding-left: 6px; }}
QMenu::separator {{ height: 1px; background: {c.border}; margin: 4px 6px; }}

QToolBar {{ background: {c.panel}; border: none; border-bottom: 1px solid {c.border}; spacing: 4px; padding: 5px 8px; }}
QToolBar::separator {{ width: 1px; background: {c.border}; margin: 4px 6px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {RADIUS}px; padding: 5px 7px; }}
QToolButton:hover {{ background: {c.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.accent_soft}; }}
QToolButton:focus {{ border-color: {c.accent}; }}
QToolButton:disabled {{ color: {c.text_faint}; }}
QMessageBox QLabel#qt_msgbox_informativelabel {{ min-width: {px(300)}; }}
QToolButton::menu-indicator {{ subcontrol-origin: padding; subcontrol-position: right center; }}
QToolButton#run_queue {{ padding-right: {px(18)}; }}
QToolButton::menu-button {{ border: none; width: {px(16)}; }}

QDockWidget {{ font-weight: 600; color: {c.text}; }}
QDockWidget::title {{ background: {c.panel}; padding: 8px 12px; border-bottom: 1px solid {c.border}; }}
QDockWidget > QWidget {{ background: {c.panel}; }}
QTabBar {{ qproperty-drawBase: 0; background: transparent; }}
QTabBar::tab {{ background: transparent; color: {c.text_dim}; padding: 7px 12px; border: none;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {c.text}; background: {c.hover}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QTabBar::tab:focus {{ border-bottom-color: {c.accent}; background: {c.hover}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.border}; background: {c.panel}; }}
QTabWidget {{ background: {c.panel}; }}
#left_area, #right_area, #bottom_area, #welcome_page, #message_area {{ background: {c.panel}; }}

QPushButton {{ background: {c.field}; border: 1px solid {c.border_strong}; border-radius: {RADIUS}px;
  padding: 5px 12px; min-height: {px(16)}; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.accent_soft}; }}
QPushButton:focus {{ border: 1px solid {c.accent}; }}
QPushButton:disabled {{ color: {c.text_faint}; border-color: {c.border}; background: {c.panel}; }}
QPushButton[class~="primary"], QToolButton[class~="primary"] {{ background: {c.accent}; color: {c.accent_text};
  border: 1px solid {c.accent}; font-weight: 600; }}
QPushButton[class~="primary"]:hover, QToolButton[class~="primary"]:hover {{ border: 1px solid {c.text}; }}
QPushButton[class~="primary"]:disabled, QToolButton[class~="primary"]:disabled {{ background: {c.hover};
  color: {c.text_faint}; border-color: {c.border}; }}
QPushButton[class~="quiet"] {{ background: transparent; border: 1px solid transparent; color: {c.accent}; }}
QPushButton[class~="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[class~="quiet"]:focus {{ border-color: {c.accent}; }}

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QAbstractSpinBox {{ background: {c.field}; color: {c.text};
  border: 1px solid {c.border_strong}; border-radius: {RADIUS}px; padding: 3px 7px; min-height: {px(18)};
  selection-background-color: {c.accent}; selection-color: {c.accent_text}; }}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ border: 1px solid {c.accent}; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {c.text_faint}; background: {c.panel};
  border-color: {c.border}; }}
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"] {{ border: 1px solid {c.bad}; background: {c.bad_soft}; }}
QComboBox::drop-down {{ border: none; width: {px(20)}; }}
QComboBox::down-arrow {{ image: {picture("chevron-down")}; width: {px(14)}; height: {px(14)}; }}
QComboBox QAbstractItemView {{ background: {c.card}; border: 1px solid {c.border_strong};
  selection-background-color: {c.accent_soft}; selection-color: {c.text}; padding: 3px; }}
QPlainTextEdit, QTextEdit, QTextBrowser {{ background: {c.field}; border: 1px solid {c.border};
  border-radius: {RADIUS}px; selection-background-color: {c.accent}; selection-color: {c.accent_text}; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 1px solid {c.accent}; }}

QAbstractItemView {{ background: {c.field}; border: 1px solid {c.border}; border-radius: {RADIUS}px;
  alternate-background-color: {c.panel}; }}
QAbstractItemView:focus {{ border: 1px solid {c.accent}; }}
QAbstractItemView::item {{ padding: 3px 6px; }}
QAbstractItemView::item:hover {{ background: {c.hover}; color: {c.text}; }}
QAbstractItemView::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QHeaderView {{ background: {c.panel}; border: none; border-radius: 0; }}
QHeaderView::section {{ background: {c.panel}; color: {c.text_dim}; border: none; border-bottom: 1px solid {c.border};
  padding: 5px 8px; font-weight: 500; }}
QTableCornerButton::section {{ background: {c.panel}; border: none; }}

QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {c.border_strong}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {c.text_faint}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  border: none; width: 0; height: 0; }}

QProgressBar {{ background: {c.hover}; border: none; border-radius: 3px; height: 6px; text-align: center; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QStatusBar {{ background: {c.panel}; border-top: 1px solid {c.border}; color: {c.text_dim}; }}
QStatusBar::item {{ border: none; }}
QGroupBox {{ border: none; margin-top: {px(22)}; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; padding: 0; }}
QCheckBox:focus, QRadioButton:focus {{ color: {c.accent}; }}
QCheckBox::indicator, QAbstractItemView::indicator, QGroupBox::indicator {{ width: {px(14)}; height: {px(14)};
  background: {c.field}; border: 1px solid {c.border_strong}; border-radius: 4px; }}
QCheckBox::indicator:focus, QCheckBox::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: {picture("check")}; }}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{ background: {c.accent};
  border-color: {c.accent}; image: {picture("minus")}; }}
QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled {{ background: {c.hover};
  border-color: {c.border}; }}
QRadioButton::indicator {{ width: {px(12)}; height: {px(12)}; background: {c.field};
  border: 1px solid {c.border_strong}; border-radius: {px(7)}; }}
QRadioButton::indicator:checked {{ background: {c.accent_text}; width: {px(6)}; height: {px(6)};
  border: {px(4)} solid {c.accent}; }}
QSlider::groove:horizontal {{ background: {c.border_strong}; height: 4px; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {c.accent}; height: 4px; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {c.accent}; border: 2px solid {c.panel}; width: 10px; height: 10px;
  margin: -5px 0; border-radius: 7px; }}
QSlider::handle:horizontal:focus {{ border-color: {c.text}; }}
QSplitter::handle {{ background: {c.window}; }}

QLabel[class~="display"] {{ font-size: {px(DISPLAY)}; font-weight: 600; }}
QLabel[class~="title"] {{ font-size: {px(TITLE)}; font-weight: 600; }}
QLabel[class~="heading"] {{ font-size: {px(TEXT_LARGE)}; font-weight: 600; }}
QLabel[class~="dim"] {{ color: {c.text_dim}; font-size: {px(TEXT)}; }}
QLabel[class~="small"] {{ color: {c.text_dim}; font-size: {px(TEXT_SMALL)}; }}
QLabel[class~="good"] {{ color: {c.good}; }}
QLabel[class~="warn"] {{ color: {c.warn}; }}
QLabel[class~="bad"] {{ color: {c.bad}; }}
QFrame[class~="card"] {{ background: {c.card}; border: 1px solid {c.border}; border-radius: {RADIUS}px; }}
QFrame[class~="card"]:hover[clickable="true"] {{ border-color: {c.accent}; }}
#canvas_breadcrumb {{ background: {c.card}; border: 1px solid {c.border_strong}; border-radius: {RADIUS}px; }}
QToolButton[class~="crumb"] {{ color: {c.accent}; padding: 2px 6px; }}
QToolButton[class~="crumb_here"] {{ color: {c.text}; font-weight: 600; padding: 2px 6px; }}
QFrame[class~="line"] {{ background: {c.border}; border: none; max-height: 1px; }}
{_high(c) if c.high else ""}"""


def _high(c: Colours) -> str:
    """What a scheme of high contrast has besides: thicker marks of the focus, edges round what is selected."""
    return f"""
QPushButton:focus, QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QToolButton:focus,
QPlainTextEdit:focus, QTextEdit:focus, QAbstractItemView:focus {{ border: 2px solid {c.accent}; }}
QCheckBox:focus, QRadioButton:focus {{ text-decoration: underline; }}
QAbstractItemView::item:selected {{ border-top: 1px solid {c.accent}; border-bottom: 1px solid {c.accent}; }}
QMenu::item:selected, QMenuBar::item:selected {{ border: 1px solid {c.accent}; }}
QTabBar::tab:selected {{ border-bottom: 3px solid {c.accent}; }}
QTabBar::tab:focus {{ background: {c.accent}; color: {c.accent_text}; }}
QToolBar, QMenuBar {{ border-bottom: 1px solid {c.border}; }}
QFrame[class~="card"] {{ border: 2px solid {c.border_strong}; }}
"""
