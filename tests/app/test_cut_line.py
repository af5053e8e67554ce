"""The cut line in the window stands where the next prompt is really cut, whoever cuts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from h2o_desktop.core.budget import estimated_tokens
from h2o_desktop.ui.chat_view.cut_line import Cut
from tests.app.conftest import Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer, Pages, said
from tests.fakes.vllm_server import VllmServer

Open = Callable[..., Desktop]
PROMPTS = ("first question of all", "second question of all", "third question of all")
LAST = "the last question"


def cut_of(desktop: Desktop) -> Cut | None:
    return desktop.window.pane.chat_view.cut_line.cut


def words_of(desktop: Desktop) -> str:
    cut = cut_of(desktop)
    return cut.words if cut is not None else ""


def says(desktop: Desktop, words: str) -> bool:
    return words in words_of(desktop)


def with_talk(open_desktop: Open, server: OpenAIServer, prompts: Sequence[str] = PROMPTS) -> Desktop:
    """A conversation of three turns, and another prompt typed."""
    desktop = open_desktop(server)
    desktop.wait(lambda: desktop.program.late_parts is not None)
    for prompt in prompts:
        desktop.ask(prompt)
    desktop.type(LAST)
    return desktop


def set_truncate(desktop: Desktop, tokens: int | None) -> None:
    desktop.program.models.parameters.set_value("truncate", tokens)


def test_our_own_cut(open_desktop: Open) -> None:
    with OpenAIServer(said("an answer of some length, which says this and that")) as server:
        desktop = with_talk(open_desktop, server)
        assert cut_of(desktop) is None
        seen: list[int] = []
        for limit in (100, 70, 64):
            set_truncate(desktop, limit)
            desktop.wait(partial(says, desktop, f"{limit} tokens"))
            cut = cut_of(desktop)
            assert cut is not None
            assert (cut.letters, "about" in cut.words) == (0, False)
            seen.append(cut.row)
        assert seen == sorted(seen)
        desktop.press(Qt.Key.Key_Return)
        desktop.wait(lambda: len(server.chats) == 4)
        desktop.close()
    sent = [message["content"] for message in server.chats[-1]["messages"]]
    assert len(sent) == 7 - seen[-1]
    assert sent[0] == PROMPTS[seen[-1] // 2]
    assert sent[-1] == LAST


def test_the_reply_takes_room_from_the_history(open_desktop: Open) -> None:
    window = 400
    pages = Pages({"/v1/models": {"data": [{"id": MODEL, "max_model_len": window}]}})
    with OpenAIServer(said("an answer of some length, which says this and that"), pages=pages) as server:
        desktop = with_talk(open_desktop, server)
        desktop.program.models.parameters.set_value("max_new_tokens", 16)
        desktop.wait(lambda: cut_of(desktop) is None)
        desktop.program.models.parameters.set_value("max_new_tokens", 260)
        desktop.wait(lambda: cut_of(desktop) is not None)
        cut = cut_of(desktop)
        assert cut is not None
        desktop.press(Qt.Key.Key_Return)
        desktop.wait(lambda: len(server.chats) == 4)
        desktop.close()
    sent = [message["content"] for message in server.chats[-1]["messages"]]
    assert len(sent) == 7 - cut.row
    assert server.chats[-1]["max_tokens"] == 260
    assert sum(map(estimated_tokens, sent)) + 260 < window


def test_a_server_that_cuts_inside_a_message(open_desktop: Open) -> None:
    prompts = [" ".join(f"{name}{number}" for number in range(30)) for name in ("a", "b", "c")]
    with VllmServer() as server:
        desktop = with_talk(open_desktop, server, prompts)
        parameters = desktop.program.models.parameters
        desktop.wait(lambda: parameters.treated("truncate").name == "truncate_prompt_tokens")
        set_truncate(desktop, 64)
        desktop.wait(lambda: "in this message" in words_of(desktop) and "about" not in words_of(desktop))
        cut = cut_of(desktop)
        assert cut is not None
        assert cut.row == 2
        read = prompts[1][cut.letters :].split()
        desktop.press(Qt.Key.Key_Return)
        desktop.wait(lambda: len(server.read) == 4)
        desktop.close()
    given = server.read[-1].split()
    assert given[: len(read)] == read
    assert 0 < len(read) < 30


def test_the_bar_leads_to_the_line_by_keyboard(open_desktop: Open) -> None:
    with OpenAIServer(said("an answer of some length, which says this and that")) as server:
        desktop = with_talk(open_desktop, server)
        set_truncate(desktop, 64)
        desktop.wait(lambda: cut_of(desktop) is not None)
        parts = desktop.program.late_parts
        assert parts is not None
        button = parts.budget_presenter.bar.show_cut
        desktop.wait(button.isVisible)
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        button.setFocus()
        desktop.press(Qt.Key.Key_Space, button)
        cut = cut_of(desktop)
        assert cut is not None
        view = desktop.window.pane.chat_view
        assert view.spotlight.current_row == cut.row
        view.spotlight.clear()
        desktop.window.activateWindow()
        desktop.wait(desktop.window.isActiveWindow)
        control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(view, Qt.Key.Key_U, control_shift)
        desktop.wait(lambda: view.spotlight.current_row == cut.row)
        desktop.close()
