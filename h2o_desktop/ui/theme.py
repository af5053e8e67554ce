"""Light and dark: the palette, the style and the fonts of the program, following the system while it runs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.theme_colours import DARK, LIGHT, Colours
from h2o_desktop.ui.theme_style import style_sheet

BODY_PX = 14
SECONDARY_PX = 12
HINT_PX = 11
CODE_PX = 13
STYLE = "Fusion"
_POINTS_PER_INCH = 72
_STYLED = "styledFromTheStart"


def styled_application(arguments: Sequence[str]) -> QApplication:
    """The application of this process, in the style of the program.

    A style that is set later, and so goes through Python, has PySide6 build QStyle with its hundreds of names.
    """
    application = QApplication([*arguments[:1], "-style", STYLE])
    application.setProperty(_STYLED, True)
    return application


class ThemeSource(QObject):
    """Keeps an application in one theme, and tells widgets that paint themselves which colours and fonts to use.

    The constructor puts the theme on the application. Sizes grow with the system's own font where that is bigger;
    `system_font_px` stands in for its size. GUI thread.

    Signals:
        changed: colours are other ones; what paints itself paints again.
    """

    changed = Signal()

    def __init__(self, application: QApplication, theme: Theme = Theme.SYSTEM, *, system_font_px: int = 0) -> None:
        super().__init__()
        self._application = application
        self._theme = theme
        self._scale = max(1.0, (system_font_px or _system_font_px()) / BODY_PX)
        self._colours = LIGHT
        if application.property(_STYLED) is None:
            application.setStyle(STYLE)
        application.setFont(self.font(BODY_PX))
        self._tell_system()
        self._apply()
        application.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def colours(self) -> Colours:
        """The colours of now."""
        return self._colours

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self._colours is DARK

    @property
    def theme(self) -> Theme:
        """What was asked for: light, dark, or the system's choice."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Switch to light, dark, or whatever the system has."""
        self._theme = theme
        self._tell_system()
        self._on_scheme_changed()

    def pixels(self, size_px: int) -> int:
        """A size of type, grown with the system's font."""
        return round(size_px * self._scale)

    def font(self, size_px: int = BODY_PX) -> QFont:
        """The system's interface font in a size such as `SECONDARY_PX`."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPointSizeF(self._points(size_px))
        return font

    def code_font(self, size_px: int = CODE_PX) -> QFont:
        """The system's monospaced font."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self._points(size_px))
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    def _points(self, size_px: int) -> float:
        """The same size in points, in which widgets make fonts bigger and smaller."""
        return self.pixels(size_px) * _POINTS_PER_INCH / self._application.primaryScreen().logicalDotsPerInchY()

    def _on_scheme_changed(self) -> None:
        if self._wanted_colours() is not self._colours:
            self._apply()
            self.changed.emit()

    def _wanted_colours(self) -> Colours:
        """Light where the system does not say."""
        if self._theme is Theme.SYSTEM:
            return DARK if self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._theme is Theme.DARK else LIGHT

    def _tell_system(self) -> None:
        """Let the window's frame and the system's dialogs follow the choice."""
        hints = self._application.styleHints()
        if self._theme is Theme.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if self._theme is Theme.DARK else Qt.ColorScheme.Light)

    def _apply(self) -> None:
        self._colours = self._wanted_colours()
        self._application.setPalette(palette_of(self._colours))
        sheet = style_sheet(self._colours, secondary_px=self.pixels(SECONDARY_PX), hint_px=self.pixels(HINT_PX))
        self._application.setStyleSheet(sheet)


def palette_of(colours: Colours) -> QPalette:
    """The palette for what Qt draws itself."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(QColor(colours.card), QColor(colours.background))
    for wanted, colour in {
        role.WindowText: colours.text,
        role.Text: colours.text,
        role.ButtonText: colours.text,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.muted,
        role.Window: colours.background,
        role.Base: colours.card,
        role.AlternateBase: colours.pane,
        role.ToolTipBase: colours.card,
        role.Button: colours.card,
        role.Highlight: colours.accent_line,
        role.HighlightedText: colours.text,
        role.Accent: colours.accent,
        role.Link: colours.accent_text,
        role.LinkVisited: colours.accent_text,
        role.BrightText: colours.cut,
    }.items():
        palette.setColor(wanted, QColor(colour))
    for wanted in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, wanted, QColor(colours.disabled))
    palette.setColor(group.Disabled, role.Highlight, QColor(colours.line))
    return palette


def _system_font_px() -> int:
    return QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
