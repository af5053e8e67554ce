"""The smaller parts of the chat view on their own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Status
from h2o_desktop.ui.chat_view.heights import HeightIndex
from h2o_desktop.ui.chat_view.highlighting import CodeColours, Highlighter, divided
from h2o_desktop.ui.chat_view.late_work import LateWork
from h2o_desktop.ui.chat_view.lexing import FIRST, Stop, can_resume, load_lexer, resume, spans_of
from h2o_desktop.ui.chat_view.raw_blocks import raw_blocks
from tests.ui.chat_view.chat_driver import ChatDriver, answer

SAMPLES = {
    "python": 'def f(x: int) -> str:\n    """Say\n    it."""\n    return f"{x!r}"  # more\n@given\nclass A(B): pass\n',
    "c": "/* a\n b */ int main(void) { return 0; }\n#define X \\\n 3\n",
    "javascript": "const a = `x${1 + 2}y`; /re/g; /* m\n*/\n",
    "html": "<b a='x'>t</b><script>var x = 1;</script>\n",
    "bash": 'for i in $(ls); do echo "$i ${x:-y}"; done # c\n',
    "rust": 'fn main() { let x: &str = "a"; /* n /* m */ */ }\n',
    "css": "a:hover { color: red; }\n",
    "markdown": "# x\n**b** `c`\n",
    "diff": "--- a\n+++ b\n-x\n+y\n",
}


@given(st.lists(st.integers(0, 50), max_size=40), st.data())
@settings(max_examples=150)
def test_heights_add_up(heights: list[int], data: st.DataObject) -> None:
    index = HeightIndex(heights[: len(heights) // 2])
    for height in heights[len(heights) // 2 :]:
        index.append(height)
    for _ in range(3):
        if heights:
            at, height = data.draw(st.integers(0, len(heights) - 1)), data.draw(st.integers(0, 50))
            assert index.set(at, height) == height - heights[at]
            heights[at] = height
    keep = data.draw(st.integers(0, len(heights)))
    index.truncate(keep)
    del heights[keep:]
    assert index.total == sum(heights)
    assert [index[at] for at in range(len(index))] == heights
    assert [index.above(at) for at in range(len(heights) + 1)] == [sum(heights[:at]) for at in range(len(heights) + 1)]
    for pixel in range(-1, index.total + 2, 7):
        wanted = next((at for at in range(len(heights)) if sum(heights[: at + 1]) > pixel), max(0, len(heights) - 1))
        assert index.find(pixel) == wanted


@pytest.mark.parametrize("language", SAMPLES)
def test_resumed_lexing_gives_what_the_lexer_gives(language: str) -> None:
    lexer, text = load_lexer(language), SAMPLES[language]
    assert lexer is not None
    assert can_resume(lexer)
    assert painted(span for span, _stop in resume(lexer, text, Stop(0, FIRST))) == painted(
        span for span, _place in spans_of(lexer, text)
    )


def painted(spans: object) -> dict[int, str]:
    """The colour of each letter."""
    return {at: name for start, length, name in spans if name for at in range(start, start + length)}  # type: ignore[attr-defined]


def test_a_language_that_nobody_knows_has_no_lexer() -> None:
    assert load_lexer("no-such-language") is None


def test_spans_are_divided_among_the_parts_they_lie_in() -> None:
    spans = [(0, 3, "a"), (3, 4, "b"), (9, 2, "c")]
    assert divided(spans, ["01234", "567", "890"]) == [[(0, 3, "a"), (3, 2, "b")], [(0, 2, "b")], [(1, 2, "c")]]


@given(st.integers(1, 12))
@settings(max_examples=12)
def test_growing_code_is_coloured_like_the_whole_of_its_lines(step: int) -> None:
    late_work = LateWork()
    highlighter = Highlighter(late_work, late_work)
    late_work.done.emit(("lexer", "python"), load_lexer("python"))
    text = SAMPLES["python"]
    grown, whole = CodeColours("python"), CodeColours("python")
    for end in range(step, len(text) + step, step):
        highlighter.grow(grown, [text[:end]])
    highlighter.grow(whole, [text])
    assert painted(grown.spans[0]) == painted(whole.spans[0])


def test_code_that_is_too_long_stays_plain() -> None:
    late_work = LateWork()
    highlighter = Highlighter(late_work, late_work)
    late_work.done.emit(("lexer", "json"), load_lexer("json"))
    colours = CodeColours("json")
    assert highlighter.finish(colours, ["[1]\n" * 20_000])
    assert colours.spans == []


class Ears(QObject):
    """Hears what work is done."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[object, object]] = []

    @Slot(object, object)
    def on_done(self, key: object, result: object) -> None:
        self.heard.append((key, result))


def test_late_work_is_done_in_order_and_survives_faults(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    late_work, ears = LateWork(), Ears()
    late_work.done.connect(ears.on_done)

    def fail() -> None:
        raise ValueError("a fault in this test")

    late_work.submit("one", lambda: 1)
    late_work.submit("two", fail)
    late_work.submit("three", lambda: 3)
    qtbot.waitUntil(lambda: len(ears.heard) == 3)
    assert ears.heard == [("one", 1), ("two", None), ("three", 3)]
    assert "a fault in this test" in caplog.text
    late_work.submit("four", lambda: 4)
    qtbot.waitUntil(lambda: len(ears.heard) == 4)


def test_source_is_cut_into_parts_without_loss() -> None:
    text = "line\n" * 120 + "x" * 9000 + "\nend"
    blocks = raw_blocks(text)
    assert [block.begins for block in blocks] == [True] + [False] * (len(blocks) - 1)
    assert blocks[-1].ends
    joined = "".join(("" if block.joined or block.begins else "\n") + block.source for block in blocks)
    assert joined == text
    assert [block.source for block in raw_blocks("")] == [""]


def test_source_of_a_growing_answer_grows(chat: ChatDriver) -> None:
    chat.show(answer(1, "**a**", Status.STREAMING))
    chat.view.show_raw(0, True)
    chat.model.append_text("a1", " **b**")
    chat.settle()
    assert chat.texts(0) == ["**a** **b**"]
    chat.model.replace_message(answer(1, "**c**"))
    chat.settle()
    assert chat.texts(0) == ["**c**"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "x" * 1_000_000,
        "```py\nx = 1\n```\n\n" * 5_000,
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 2_000,
        "> " * 1_000 + "deep",
        "```\n" + "y" * 1_000_000 + "\n```",
    ],
    ids=["line", "word", "code", "table", "quotes", "line of code"],
)
def test_very_large_answers_are_usable(chat: ChatDriver, text: str) -> None:
    chat.show(answer(1, text))
    bar = chat.view.verticalScrollBar()
    for share in (0.0, 0.3, 0.7, 1.0):
        bar.setValue(round(bar.maximum() * share))
        chat.picture()
    chat.view.select_all()
    assert len(chat.view.transcript.entry(0).laid) < 400
    chat.view.resize(600, 600)
    chat.settle()
