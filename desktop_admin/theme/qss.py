"""The one style sheet, written from tokens and set once on the application."""

from dataclasses import asdict
from string import Template
from typing import Final

from desktop_admin.theme.tokens import Tokens

# Selectors go by property or class of ours: a bare `QLineEdit` rule reaches inside spin boxes and hides their text.
_SHEET: Final = Template("""
* { font-size: 13px; font-family: "$family"; }
QWidget { color: $text; selection-background-color: $accent; selection-color: $on_accent; }
QMainWindow, QWidget[ground="bg"], QScrollArea[ground="bg"] { background: $bg; }
QWidget[ground="surface"] { background: $surface; }
QScrollArea { border: 0; background: transparent; }
QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QFrame[kind="sidebar"] { background: $surface; border: 0; border-right: 1px solid $border; }
QFrame[kind="drawer"] { background: $surface; border: 0; border-left: 1px solid $border; }
QFrame[kind="rule"] { background: $border; border: 0; max-height: 1px; min-height: 1px; }

QLabel[role="display"] { font-size: 26px; font-weight: 600; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="section"] { font-size: 14px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: 12px; }
QLabel[role="error"] { color: $bad; font-size: 12px; }
QLabel[role="key"] { color: $muted; background: $raised; border: 1px solid $border; border-radius: 4px;
  font-size: 11px; padding: 1px 5px; }
QLabel[role="badge"] { color: $text; background: $raised; border-radius: 9px; font-size: 11px;
  font-weight: 600; padding: 2px 7px; }

QPushButton { min-height: 30px; padding: 0 14px; border-radius: 6px; font-weight: 500;
  background: $surface; border: 1px solid $border; }
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $field; background: $raised; }
QPushButton[kind="primary"] { color: $on_accent; background: $accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { color: $muted; background: $raised; border-color: $border; }
QPushButton[kind="danger"] { color: $bad; border: 1px solid $bad; background: $surface; }
QPushButton[kind="danger"]:hover { background: $bad_soft; }
QPushButton[kind="danger"]:focus { border: 2px solid $bad; }
QPushButton[kind="danger"]:disabled { color: $muted; background: $raised; border-color: $border; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: $raised; }
QPushButton[kind="quiet"]:focus { border: 1px solid $accent; }
QPushButton[kind="small"] { min-height: 26px; padding: 0 12px; font-size: 12px; }
QPushButton[kind="icon"] { background: transparent; border: 1px solid transparent; padding: 0;
  min-width: 28px; max-width: 28px; min-height: 28px; max-height: 28px; }
QPushButton[kind="icon"]:hover { background: $raised; }
QPushButton[kind="icon"]:focus { border: 1px solid $accent; }
QPushButton[kind="chip"] { min-height: 24px; padding: 0 11px; border-radius: 13px; font-size: 12px;
  background: $surface; border: 1px solid $border; }
QPushButton[kind="chip"]:hover { background: $raised; }
QPushButton[kind="chip"]:checked { color: $accent; background: $accent_soft; border-color: $accent_soft; }
QPushButton[kind="chip"]:focus { border: 1px solid $accent; }
QPushButton[kind="page"] { text-align: left; min-height: 34px; padding: 0 10px; border: 1px solid transparent;
  background: transparent; font-weight: 500; }
QPushButton[kind="page"]:hover { background: $raised; }
QPushButton[kind="page"]:checked { color: $accent; background: $accent_soft; font-weight: 600; }
QPushButton[kind="page"]:focus { border: 1px solid $accent; }
QPushButton[kind="search"] { text-align: left; color: $muted; border: 1px solid $field; padding: 0 8px; }
QPushButton[kind="search"]:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton[kind="team"] { background: transparent; border: 1px solid transparent; padding: 0;
  min-height: 44px; text-align: left; }
QPushButton[kind="team"]:hover { background: $raised; }
QPushButton[kind="team"]:focus { border: 1px solid $accent; }

QLineEdit[kind="field"], QComboBox[kind="field"], QPlainTextEdit[kind="field"] { background: $surface;
  border: 1px solid $field; border-radius: 6px; padding: 0 9px; min-height: 30px; }
QPlainTextEdit[kind="field"] { padding: 6px; }
QLineEdit[kind="field"]:focus, QComboBox[kind="field"]:focus, QPlainTextEdit[kind="field"]:focus {
  border: 2px solid $accent; padding: 0 8px; }
QLineEdit[kind="field"][wrong="true"] { border: 2px solid $bad; padding: 0 8px; }
QLineEdit[kind="field"]:disabled { color: $muted; background: $raised; }
QLineEdit[kind="palette"] { background: $surface; border: 0; border-bottom: 1px solid $border;
  border-radius: 0; padding: 0 16px; min-height: 48px; font-size: 15px; }
QComboBox[kind="field"]::drop-down { border: 0; width: 24px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; outline: 0; }
QCheckBox { spacing: 8px; }

QFrame[kind="banner"] { border-radius: 8px; }
QFrame[tone="warn"] { background: $warn_soft; }
QFrame[tone="warn"] QLabel { color: $warn; }
QFrame[tone="bad"] { background: $bad_soft; }
QFrame[tone="bad"] QLabel { color: $bad; }
QFrame[tone="info"] { background: $accent_soft; }
QFrame[tone="info"] QLabel { color: $text; }
QFrame[tone="ok"] { background: $ok_soft; }
QFrame[tone="ok"] QLabel { color: $ok; }
QFrame[kind="banner"] QPushButton { background: transparent; }
QFrame[tone="warn"] QPushButton[kind="outline"] { color: $warn; border: 1px solid $warn; font-weight: 600; }
QFrame[tone="bad"] QPushButton[kind="outline"] { color: $bad; border: 1px solid $bad; font-weight: 600; }
QFrame[tone="ok"] QPushButton[kind="outline"] { color: $ok; border: 1px solid $ok; font-weight: 600; }
QFrame[tone="info"] QPushButton[kind="outline"] { color: $accent; border: 1px solid $accent; font-weight: 600; }
QFrame[kind="banner"] QPushButton[kind="outline"]:focus { border-width: 2px; }
QFrame[kind="strip"] { background: $warn_soft; border: 0; }
QFrame[kind="strip"] QLabel { color: $warn; }
QFrame[kind="strip"] QPushButton { color: $warn; background: transparent; border: 1px solid $warn;
  min-height: 24px; font-weight: 600; }
QFrame[kind="strip"] QPushButton:focus { border: 2px solid $warn; }
QFrame[kind="toast"] { background: $text; border-radius: 8px; }
QFrame[kind="toast"] QLabel { color: $surface; }
QFrame[kind="toast"] QPushButton { color: $surface; background: transparent; border: 1px solid transparent;
  font-weight: 700; padding: 0 8px; text-decoration: underline; }
QFrame[kind="toast"] QPushButton:focus { border: 1px solid $surface; }

QTableView, QListView { background: $surface; border: 0; outline: 0; gridline-color: transparent; }
QTableView::item, QListView::item { border: 0; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $muted; font-size: 11px; font-weight: 600; border: 0;
  border-bottom: 1px solid $border; padding: 0 10px; min-height: 27px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $field; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $surface; border: 1px solid $border; padding: 6px; }
QMenu::item { padding: 7px 24px 7px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::separator { background: $border; height: 1px; margin: 5px; }
QToolTip { color: $surface; background: $text; border: 0; padding: 5px 8px; }
QDialog { background: $surface; }
QFrame[kind="palette"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QProgressBar { background: $raised; border: 0; border-radius: 3px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")


def write_sheet(tokens: Tokens, family: str) -> str:
    """The style sheet in these colours and this font."""
    return _SHEET.substitute(asdict(tokens), family=family)
