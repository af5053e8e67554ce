"""What an empty conversation shows: an offer of models when there is none, else a greeting and examples."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from h2o_desktop.core.local_model import DownloadProgress, LocalModel
from h2o_desktop.core.words import Words
from h2o_desktop.ui.model_card import ModelCard
from h2o_desktop.ui.theme import ThemeSource

_COLUMN_WIDTH = 560
HEADING_PX = 20


class StarterOffer(QScrollArea):
    """Offers the models that can be fetched onto this computer, while none is there.

    Signals:
        fetch_requested(model_id), cancel_requested(model_id): what to do with a model.
        connection_requested: the person has a server and wants to add it.
    """

    fetch_requested = Signal(str)
    cancel_requested = Signal(str)
    connection_requested = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: dict[str, ModelCard] = {}
        self.setObjectName("starterOffer")
        self._column = _centred_column(self)
        self._column.addWidget(_heading(self.tr("A model for this computer"), theme, self))
        self._column.addWidget(
            _paragraph(
                self.tr(
                    "A small language model can run right here, without a server, without an account, and nothing "
                    "that you type leaves this computer. Fetch one of these, or add a server of your own."
                ),
                self,
            )
        )
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        self._column.addLayout(self._card_column)
        server_button = QPushButton(self.tr("Add a server…"), self)
        server_button.setObjectName("addServerButton")
        server_button.clicked.connect(self._on_server_clicked)
        self._column.addWidget(server_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(2)

    def set_models(self, models: Sequence[LocalModel]) -> None:
        """Offer these models, in this order."""
        for card in self._cards.values():
            self._card_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {model.id: self._made_card(model) for model in models}

    def _made_card(self, model: LocalModel) -> ModelCard:
        card = ModelCard(model, self._theme, self.widget())
        card.fetch_requested.connect(self.fetch_requested)
        card.cancel_requested.connect(self.cancel_requested)
        self._card_column.addWidget(card)
        card.show()
        return card

    def set_progress(self, model_id: str, progress: DownloadProgress) -> None:
        """Show how far a download is."""
        if model_id in self._cards:
            self._cards[model_id].set_progress(progress)

    def set_failed(self, model_id: str, summary: Words, hint: Words) -> None:
        """Say why a download failed."""
        if model_id in self._cards:
            self._cards[model_id].set_failed(summary, hint)

    def set_idle(self, model_id: str) -> None:
        """Offer a model again whose download was cancelled."""
        if model_id in self._cards:
            self._cards[model_id].set_idle()

    def set_installed(self, model_id: str) -> None:
        """Say that a model is here."""
        if model_id in self._cards:
            self._cards[model_id].set_installed()

    def _on_server_clicked(self) -> None:
        self.connection_requested.emit()


class EmptyState(QScrollArea):
    """Greets in an empty conversation and gives a few prompts to begin with.

    Signals:
        example_chosen(prompt): an example was clicked.
    """

    example_chosen = Signal(str)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        column = _centred_column(self)
        column.addWidget(_heading(self.tr("What would you like to ask?"), theme, self))
        column.addWidget(_paragraph(self.tr("Type below, or begin with one of these."), self))
        for prompt in self._examples():
            button = QPushButton(prompt, self.widget())
            button.setProperty("example", True)
            button.clicked.connect(partial(self.example_chosen.emit, prompt))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)

    def _examples(self) -> tuple[str, ...]:
        return (
            self.tr("What does the temperature of a language model change?"),
            self.tr("Write a short story about a lighthouse."),
            self.tr("Give me a Python function that counts the words of a text."),
            self.tr("Name five rivers of Europe and where they end."),
        )


def _centred_column(area: QScrollArea) -> QVBoxLayout:
    """A column in the middle of a scrolling area, no wider than is good to read."""
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setViewport(QWidget(area))  # one that Qt made has PySide6 build the types of all widgets there are
    body, column_holder = QWidget(area), QWidget()
    body.setAutoFillBackground(False)
    column_holder.setMaximumWidth(_COLUMN_WIDTH)
    outer = QHBoxLayout(body)
    outer.setContentsMargins(24, 24, 24, 24)
    # An alignment would give the column its preferred width and height instead of what its text needs.
    outer.addStretch(1)
    outer.addWidget(column_holder, 1000)
    outer.addStretch(1)
    area.setWidget(body)
    column = QVBoxLayout(column_holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addStretch(1)
    return column


def _heading(text: str, theme: ThemeSource, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    font = theme.font(HEADING_PX)
    font.setBold(True)
    label.setFont(font)
    label.setWordWrap(True)
    return label


def _paragraph(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setWordWrap(True)
    return label
