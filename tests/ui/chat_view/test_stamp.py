"""The stamp under an answer: the settings that differ, the seed, the figures and the way to the details."""

from __future__ import annotations

from dataclasses import replace

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.ui.chat_view.ornaments import Label
from h2o_desktop.ui.chat_view.stamp_line import setting_words
from tests.ui.chat_view.chat_driver import ChatDriver, answer

ASKED = {**DEFAULTS, "temperature": 0.9, "do_sample": False, "top_k": 40, "repetition_penalty": None}
WORDS = ["temperature 0.90", "top-k 40", "repetition penalty not sent", "sampling off", "seed 1234567"]


def stamped(status: Status = Status.COMPLETE) -> Message:
    return replace(answer(1, "x", status), requested=ASKED, seed=1234567)


def footer_words(chat: ChatDriver) -> list[str]:
    footer = chat.view.transcript.segment(0, chat.view.transcript.entry(0).footer)
    return [ornament.words for ornament in footer.ornaments if isinstance(ornament, Label)]


def test_the_settings_that_differ_are_told() -> None:
    assert list(setting_words(stamped())) == WORDS
    assert list(setting_words(stamped(Status.STREAMING))) == []
    assert list(setting_words(replace(stamped(), requested={}, seed=None))) == []
    assert list(setting_words(replace(stamped(), requested={**DEFAULTS, "return_full_text": True}, seed=None))) == [
        "return full text on"
    ]


def test_what_finds_no_room_is_left_to_the_details(chat: ChatDriver) -> None:
    chat.view.resize(900, 500)
    chat.show(stamped())
    shown = footer_words(chat)
    assert shown[:2] == WORDS[:2]
    assert shown[-1].startswith("20 tokens")
    footer = chat.view.transcript.segment(0, chat.view.transcript.entry(0).footer)
    assert [zone.action for zone in footer.zones] == ["details"]
    assert footer.zones[0].rect.right() <= chat.view.transcript.width
    chat.view.resize(260, 500)
    chat.show(stamped())
    footer = chat.view.transcript.segment(0, chat.view.transcript.entry(0).footer)
    assert len(footer_words(chat)) == 1
    assert footer.zones[0].rect.right() <= chat.view.transcript.width + 1


def test_an_answer_that_still_comes_has_no_stamp(chat: ChatDriver) -> None:
    chat.show(stamped(Status.STREAMING))
    footer = chat.view.transcript.segment(0, chat.view.transcript.entry(0).footer)
    assert footer.zones == []
    assert footer_words(chat) == []
