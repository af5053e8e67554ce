"""Words, sizes, days and counts as the person's language writes them.

Numbers, month and day names come from the default QLocale, sentences from the installed translators. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile
from h2o_desktop.core.words import Words

_WEEK_DAYS = 7


def say(words: Words) -> str:
    """The sentence in the person's language, with its fields filled in."""
    return words.filled(QCoreApplication.translate)


def number(value: int) -> str:
    """A whole number with the thousands grouped."""
    return QLocale().toString(value)


def file_size(size_bytes: int) -> str:
    """A size in units of 1,000, as in “98.4 MB”; bytes and kilobytes without decimals."""
    decimals = 1 if size_bytes >= 1_000_000 else 0
    return QLocale().formattedDataSize(size_bytes, decimals, QLocale.DataSizeFormat.DataSizeSIFormat)


def share(done: int, total: int) -> str:
    """How much of a whole is done, as in “42 %”; empty while the whole is not known."""
    if total <= 0:
        return ""
    percent = min(100, max(0, done * 100 // total))
    return QCoreApplication.translate("Counts", "{percent} %").format(percent=number(percent))


class Counts:
    """Counted things, each in the form that the language has for the number.

    The context of the translations is the name of this class: `pyside6-lupdate` knows plural forms by `tr` alone.
    """

    @staticmethod
    def tr(text: str, disambiguation: str = "", count: int = -1) -> str:
        """The translation of `text` for that count."""
        return QCoreApplication.translate("Counts", text, disambiguation, count)

    def chats(self, count: int) -> str:
        """“1 chat”, “1,284 chats”."""
        return self.tr("1 chat") if count == 1 else self.tr("%Ln chats", "", count)

    def messages(self, count: int) -> str:
        """“1 message”, “4 messages”."""
        return self.tr("1 message") if count == 1 else self.tr("%Ln messages", "", count)


def chat_count(count: int) -> str:
    """“1 chat”, “1,284 chats”."""
    return Counts().chats(count)


def message_count(count: int) -> str:
    """“1 message”, “4 messages”."""
    return Counts().messages(count)


def day_heading(when_s: float, now_s: float) -> str:
    """The heading under which a moment stands: Today, Yesterday, the weekday within a week, else month and year.

    Both moments are in seconds since 1970 UTC and are taken in local time. What lies ahead counts as today.
    """
    day, today = _local_day(when_s), _local_day(now_s)
    age_days = day.daysTo(today)
    if age_days <= 0:
        return QCoreApplication.translate("Days", "Today")
    if age_days == 1:
        return QCoreApplication.translate("Days", "Yesterday")
    if age_days < _WEEK_DAYS:
        return _capitalised(QLocale().standaloneDayName(day.dayOfWeek()))
    month = _capitalised(QLocale().standaloneMonthName(day.month()))
    return QCoreApplication.translate("Days", "{month} {year}").format(month=month, year=day.year())


def moment(when_s: float) -> str:
    """A date and a time of day in the short form of the locale."""
    return QLocale().toString(_local(when_s), QLocale.FormatType.ShortFormat)


def _local(when_s: float) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(int(when_s * 1000))


def _local_day(when_s: float) -> QDate:
    return _local(when_s).date()


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]


def summary_line(summary: ConversationSummary, busy: bool) -> str:
    """The second line of a chat in the history: its tags, the model, and how long it is or that an answer streams."""
    model = summary.model.rpartition("/")[2]
    length = QCoreApplication.translate("Counts", "answering…") if busy else message_count(summary.message_count)
    if model:
        length = QCoreApplication.translate("Counts", "{model} · {length}").format(model=model, length=length)
    if not summary.tags:
        return length
    tags = ", ".join(summary.tags)
    return QCoreApplication.translate("Counts", "{tags} · {detail}").format(tags=tags, detail=length)


def pinned_heading() -> str:
    """The heading above the pinned chats."""
    return QCoreApplication.translate("Days", "Pinned")


def connection_name(profile: ConnectionProfile) -> str:
    """A connection's name; that of this computer is the program's own word, all others are the person's."""
    if profile.kind is ConnectionKind.LOCAL:
        return QCoreApplication.translate("Connections", "This computer")
    return profile.name
