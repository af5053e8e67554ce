"""What became of an answer, in words and figures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from h2o_desktop.core.continuing import limit_that_cut
from h2o_desktop.core.conversation import Failure, Message, Status
from h2o_desktop.core.stamp import tokens_per_second
from h2o_desktop.core.words import words_of
from h2o_desktop.ui.text_for_people import number, say


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures under an answer: tokens, speed, time to the first text, why it ended."""

    message: Message

    @staticmethod
    def tr(text: str, disambiguation: str = "", count: int = -1) -> str:
        """The translation for that count."""
        return QCoreApplication.translate("Figures", text, disambiguation, count)

    def words(self) -> str:
        """All that is known, apart by dots; empty when nothing is."""
        message = self.message
        if message.status is Status.STREAMING:
            return ""
        return " · ".join(filter(None, (self._tokens(), self._speed(), self._first(), self._reason())))

    def _tokens(self) -> str:
        tokens = self.message.usage.completion_tokens
        if tokens is None:
            return ""
        return self.tr("1 token") if tokens == 1 else self.tr("%Ln tokens", "", tokens)

    def _speed(self) -> str:
        speed = tokens_per_second(self.message.usage, self.message.timings)
        if speed is None:
            return ""
        return self.tr("{speed} tokens/s").format(speed=QLocale().toString(speed, "f", 1))

    def _first(self) -> str:
        first_s = self.message.timings.first_text_s
        if first_s is None:
            return ""
        return self.tr("first after {seconds} s").format(seconds=QLocale().toString(first_s, "f", 2))

    def _reason(self) -> str:
        reason = self.message.finish_reason
        if reason == "length":
            return self.tr("ended at the limit")
        if reason in ("", "stop"):
            return ""
        return self.tr("ended: {reason}").format(reason=reason)


def status_words(message: Message) -> str:
    """A sentence about an answer that did not end as it should; empty for others."""
    match message.status:
        case Status.STOPPED:
            return QCoreApplication.translate("ChatView", "You stopped this answer.")
        case Status.INTERRUPTED:
            return QCoreApplication.translate("ChatView", "The program ended before this answer did.")
        case Status.FAILED:
            return failure_words(message.failure)
    limit = limit_that_cut(message)
    if limit is not None:
        words = QCoreApplication.translate("ChatView", "The answer reached the limit of {limit} new tokens.")
        return words.format(limit=number(limit))
    if message.status is Status.COMPLETE and message.finish_reason == "length":
        return QCoreApplication.translate("ChatView", "The answer reached the limit of new tokens.")
    return ""


def failure_words(failure: Failure | None) -> str:
    """Summary and hint of a failure."""
    if failure is None:
        return QCoreApplication.translate("ChatView", "The answer failed.")
    summary, hint = failure_summary(failure), _said(failure.words.get("hint"), failure.hint)
    if hint and summary[-1:].isalnum():  # it ends in the server's own words
        summary += "."
    return f"{summary} {hint}".strip()


def failure_summary(failure: Failure) -> str:
    """What happened, in the person's language."""
    return _said(failure.words.get("summary"), failure.summary)


def _said(kept: object, english: str) -> str:
    """The sentence in the person's language; the English one where that is all that was kept."""
    words = words_of(kept)
    if words is not None and str(words) == english:
        return say(words)
    return QCoreApplication.translate("errors", english) if english else ""
