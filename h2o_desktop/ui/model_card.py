"""One model that can be fetched onto this computer: what it is, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from h2o_desktop.core.local_model import DownloadPhase, DownloadProgress, LocalModel
from h2o_desktop.core.words import Words
from h2o_desktop.ui.text_for_people import file_size, say, share
from h2o_desktop.ui.theme import ThemeSource

_RADIUS = 8
_STEPS = 1000


class ModelCard(QWidget):
    """Offers a model and shows its download.

    Signals:
        fetch_requested(model_id), cancel_requested(model_id): what the person wants.
    """

    fetch_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, model: LocalModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._cancelled = False
        self.setObjectName(f"{model.id}Card")
        self.setAccessibleName(model.name)
        self._status = _wrapped("", self)
        self._status.setObjectName("modelCardStatus")
        self._bar = QProgressBar(self)
        self._fetch_button = QPushButton(self)
        self._cancel_button = QPushButton(self.tr("Cancel"), self)
        self._name_parts()
        self._lay_out()
        self.set_idle()
        theme.changed.connect(self._on_theme_changed)

    def _name_parts(self) -> None:
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download of {model}").format(model=self._model.name))
        self._fetch_button.setObjectName("fetchButton")
        self._fetch_button.setProperty("primary", True)
        self._fetch_button.clicked.connect(self._on_fetch_clicked)
        self._cancel_button.setObjectName("cancelFetchButton")
        self._cancel_button.clicked.connect(self._on_cancel_clicked)

    def _lay_out(self) -> None:
        title = QLabel(self._model.name, self)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        facts = self.tr("{size} · licence {licence} · from {source}").format(
            size=file_size(self._model.size_bytes), licence=self._model.licence, source=self._model.source
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addWidget(_secondary(facts, self))
        if self._model.description:
            layout.addWidget(_wrapped(QCoreApplication.translate("catalog", self._model.description), self))
        layout.addWidget(self._bar)
        layout.addWidget(self._status)
        buttons = QHBoxLayout()
        buttons.addWidget(self._fetch_button)
        buttons.addWidget(self._cancel_button)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def set_idle(self) -> None:
        """Offer the model: nothing is being fetched."""
        self._cancelled = False
        self._show_idle("")

    def set_progress(self, progress: DownloadProgress) -> None:
        """Show how far the download is; what still comes after Cancel is not shown."""
        if self._cancelled:
            return
        total = progress.total_bytes
        self._bar.setRange(0, _STEPS if total > 0 else 0)
        self._bar.setValue(min(_STEPS, progress.done_bytes * _STEPS // total) if total > 0 else 0)
        self._status.setText(self._progress_text(progress))
        self._show_parts(busy=True)

    def set_failed(self, summary: Words, hint: Words) -> None:
        """Say what failed and offer to try again."""
        self._cancelled = False
        self._show_idle("\n".join(text for text in (say(summary), say(hint)) if text))
        self._fetch_button.setText(self.tr("Try again"))

    def set_installed(self) -> None:
        """Say that the model is here."""
        self._cancelled = False
        self._status.setText(self.tr("Ready: this model is on this computer."))
        self._show_parts(busy=False)
        self._fetch_button.hide()

    def _progress_text(self, progress: DownloadProgress) -> str:
        done = file_size(progress.done_bytes)
        if progress.total_bytes <= 0:
            return self._phase_text(progress.phase)
        return self.tr("{phase} {done} of {total} ({percent})").format(
            phase=self._phase_text(progress.phase),
            done=done,
            total=file_size(progress.total_bytes),
            percent=share(progress.done_bytes, progress.total_bytes),
        )

    def _phase_text(self, phase: DownloadPhase) -> str:
        match phase:
            case DownloadPhase.FETCHING:
                return self.tr("Fetching…")
            case DownloadPhase.UNPACKING:
                return self.tr("Unpacking…")
            case DownloadPhase.CHECKING:
                return self.tr("Checking…")

    def _show_idle(self, status: str) -> None:
        self._status.setText(status)
        size = file_size(self._model.size_bytes)
        self._fetch_button.setText(self.tr("Fetch, {size}").format(size=size))
        self._show_parts(busy=False)

    def _show_parts(self, *, busy: bool) -> None:
        had_focus = self._fetch_button.hasFocus() or self._cancel_button.hasFocus()
        self._bar.setVisible(busy)
        self._cancel_button.setVisible(busy)
        self._fetch_button.setVisible(not busy)
        self._status.setVisible(bool(self._status.text()))
        if had_focus:
            (self._cancel_button if busy else self._fetch_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_fetch_clicked(self) -> None:
        self._cancelled = False
        self.set_progress(DownloadProgress(DownloadPhase.FETCHING))
        self.fetch_requested.emit(self._model.id)

    def _on_cancel_clicked(self) -> None:
        self._cancelled = True
        self._show_idle(self.tr("Cancelled. What was fetched already is kept for the next try where that is possible."))
        self.cancel_requested.emit(self._model.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded card."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def _on_theme_changed(self) -> None:
        self.update()


def _secondary(text: str, parent: QWidget) -> QLabel:
    label = _wrapped(text, parent)
    label.setProperty("tone", "secondary")
    return label


def _wrapped(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
