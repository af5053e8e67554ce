"""Words, sizes, days and counts, in English and in another language's forms."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.words import NO_WORDS, Words
from h2o_desktop.ui import text_for_people as people

NOW_S = time.mktime((2026, 3, 18, 12, 0, 0, 0, 0, -1))  # a Wednesday, local time
HOUR_S = 3600.0


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def test_words_come_with_their_fields_filled() -> None:
    assert people.say(Words("No model “{name}”.", {"name": "falcon {7b}"})) == "No model “falcon {7b}”."
    assert people.say(NO_WORDS) == ""


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (98_362_432, "98.4 MB"), (320_000_000, "320.0 MB"), (1_500_000_000, "1.5 GB")],
)
def test_sizes_are_in_units_of_a_thousand(size_bytes: int, text: str) -> None:
    assert people.file_size(size_bytes) == text


def test_sizes_follow_the_locale() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.Russian))
    assert people.file_size(98_362_432).replace("\xa0", " ") == "98,4 МБ"


@pytest.mark.parametrize(
    ("done", "total", "text"), [(0, 200, "0 %"), (84, 200, "42 %"), (300, 200, "100 %"), (1, 0, "")]
)
def test_a_share_is_a_whole_percentage(done: int, total: int, text: str) -> None:
    assert people.share(done, total) == text


def test_counts_have_a_singular_and_grouped_thousands() -> None:
    assert people.chat_count(1) == "1 chat"
    assert people.chat_count(1284) == "1,284 chats"
    assert people.message_count(1) == "1 message"
    assert people.message_count(0) == "0 messages"


@pytest.mark.parametrize(
    ("age_hours", "heading"),
    [
        (-24, "Today"),
        (0, "Today"),
        (11, "Today"),
        (13, "Yesterday"),
        (36, "Yesterday"),
        (37, "Monday"),
        (6 * 24, "Thursday"),
        (7 * 24, "March 2026"),
        (60 * 24, "January 2026"),
    ],
)
def test_days_are_named_by_their_distance(age_hours: float, heading: str) -> None:
    assert people.day_heading(NOW_S - age_hours * HOUR_S, NOW_S) == heading


def test_days_of_other_languages_begin_with_a_capital() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.Russian))
    assert people.day_heading(NOW_S - 49 * HOUR_S, NOW_S) == "Понедельник"
    assert people.day_heading(NOW_S - 60 * 24 * HOUR_S, NOW_S) == "Январь 2026"


def test_a_moment_has_date_and_time() -> None:
    # Versions of Qt differ in the comma and in the kind of space.
    assert people.moment(NOW_S).replace("\u202f", " ").replace(",", "") == "3/18/26 12:00 PM"


def chat(model: str, count: int) -> ConversationSummary:
    return ConversationSummary("a", "Title", NOW_S, NOW_S, count, model)


def test_the_detail_of_a_chat_names_model_and_length() -> None:
    assert people.summary_line(chat("h2oai/falcon-7b", 4), busy=False) == "falcon-7b · 4 messages"
    assert people.summary_line(chat("", 1), busy=False) == "1 message"
    assert people.summary_line(chat("smollm2-135m", 4), busy=True) == "smollm2-135m · answering…"
