"""The tokens of an answer in the window: looked at, walked through, branched from, and there again after a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings
from h2o_desktop.core.token_view import TokenNote
from h2o_desktop.core.tokens import Alternative
from h2o_desktop.storage.settings_file import save_settings
from h2o_desktop.ui.answer_details.facts import answer_facts
from h2o_desktop.ui.chat_view.menu import message_menu
from h2o_desktop.ui.presenters.tokens_presenter import TokensPresenter
from h2o_desktop.ui.tokens.token_window import TokenWindow
from tests.app.conftest import Desktop
from tests.fakes.h2o_server import MODELS, H2OServer
from tests.fakes.openai_server import DONE, OpenAIServer, Pages, Reply, event, said
from tests.fakes.token_server import ANSWER, TokenServer

Open = Callable[..., Desktop]
Key = Qt.Key


def presenter_of(desktop: Desktop) -> TokensPresenter:
    desktop.wait(lambda: desktop.program.late_parts is not None)
    assert desktop.program.late_parts is not None
    return desktop.program.late_parts.tokens


def takes_tokens(desktop: Desktop) -> bool:
    capabilities = desktop.program.services.capabilities("stub")
    return capabilities is not None and capabilities.takes_tokens


def opened(open_desktop: Open, server: TokenServer, *, asked: bool = True, wanted: bool = True) -> Desktop:
    """The program after an answer of the server of tokens."""
    desktop = open_desktop(server)
    presenter_of(desktop)
    desktop.wait(lambda: takes_tokens(desktop))
    desktop.window.actions_.probabilities.setChecked(wanted)
    if asked:
        desktop.ask("Hello")
        assert desktop.rows()[-1] == ("assistant", ANSWER, "complete")
    return desktop


def shown(desktop: Desktop, count: int = 6) -> TokenWindow:
    """The window with the tokens, when all of them are known."""
    desktop.window.actions_.tokens.trigger()
    return known(desktop, count)


def known(desktop: Desktop, count: int = 6) -> TokenWindow:
    presenter = presenter_of(desktop)
    controller = presenter.controller

    def is_known() -> bool:
        return (
            len(controller.tokens) == count
            and controller.note is TokenNote.NONE
            and next(controller.tokens.holes(), None) is None
        )

    desktop.wait(is_known)
    assert presenter.view is not None
    assert presenter.view.isVisible()
    return presenter.view


def pieces(desktop: Desktop) -> list[bytes]:
    return [place.token.piece for place in presenter_of(desktop).controller.tokens.places]


def names(window: TokenWindow) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [window.choices.item(row).data(role).split(",")[0] for row in range(window.choices.count())]


def test_a_character_of_three_tokens_is_taken_apart_and_another_one_made(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        assert server.chats[0]["top_logprobs"] == 10
        window = shown(desktop)
        assert pieces(desktop) == [b"The", b" \xf0\x9f", b"\xa6", b"\x8a", b" runs", b"."]
        assert window.which.text() == "Token 1 of 6"
        assert window.facts.text() == "60 % by the model alone, 84 % with the settings of this answer."
        for _ in range(3):
            QTest.keyClick(window.page, Key.Key_Right)
        assert window.name.text() == "part 3 of 3 of “␣🦊”"
        QTest.keyClick(window.page, Key.Key_Down)
        assert window.choices.hasFocus() or window.choices.currentRow() == 0
        assert names(window) == ["⟨8A⟩", "⟨90⟩"]
        QTest.keyClick(window.choices, Key.Key_Down)
        assert window.branch_button.text() == "Go on from here with “⟨90⟩”"
        QTest.keyClick(window.choices, Key.Key_Return)
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "The 🦐 runs.", "complete"))
        assert desktop.program.models.conversation.branch(1) == (2, 2)
        known(desktop)  # the window goes on with the new answer
        assert pieces(desktop) == [b"The", b" \xf0\x9f", b"\xa6", b"\x90", b" runs", b"."]
        assert presenter_of(desktop).controller.current == 3
    streamed = [body for body in server.completions if body.get("stream")]
    assert [body["prompt"] for body in streamed] == [[0, 2, 6, 7, 9]]
    stored = desktop.program.services.store.load(desktop.program.chat.shown_id)
    assert [message.content for message in stored.messages] == ["Hello", ANSWER, "The 🦐 runs."]


def test_without_probabilities_the_engine_is_asked_token_by_token(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server, wanted=False)
        assert "logprobs" not in server.chats[0]
        window = shown(desktop)
        assert pieces(desktop) == [b"The", b" \xf0\x9f", b"\xa6", b"\x8a", b" runs", b"."]
        assert window.note.text().startswith("Left and Right: tokens.")
        assert desktop.program.store_lane.drain(30)
        answer = desktop.program.models.conversation.message(1).id
        assert desktop.program.services.store.token_records(answer)


def test_they_are_there_after_a_restart_and_nobody_is_asked(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        shown(desktop)
        assert desktop.program.store_lane.drain(30)
        conversation, folder = desktop.program.chat.shown_id, desktop.folder
        desktop.close()
    again = open_desktop(None, folder)
    presenter_of(again)
    again.window.history.opened.emit(conversation)
    again.wait(lambda: len(again.program.models.conversation) == 2)
    assert again.window.actions_.probabilities.isChecked()
    again.window.actions_.tokens.trigger()
    controller = presenter_of(again).controller
    again.wait(lambda: len(controller.tokens) == 6 and controller.note is TokenNote.NONE)
    assert controller.choice(0).rows


def test_the_mouse_shows_alternatives_and_chooses(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        window = shown(desktop)
        place = window.page.place_of(4).center().toPoint()
        QTest.mouseMove(window.page.viewport(), place)
        window.page.tip_wanted.emit(4, window.page.viewport().mapToGlobal(place))
        alternatives = ["␣runs, 97 %, chosen, the model alone 80 %", "␣sleeps, 3.0 %, the model alone 20 %"]
        assert QToolTip.text().splitlines()[2:] == [*alternatives, "(without the penalties)"]
        desktop.wait(lambda: QToolTip.text().splitlines()[2:] == alternatives)  # the engine said what they do
        QTest.mouseClick(window.page.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert window.which.text() == "Token 5 of 6"
        window.choices.setCurrentRow(1)
        QTest.mouseClick(window.branch_button, Qt.MouseButton.LeftButton)
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "The 🦊 sleeps.", "complete"))
        known(desktop)


def test_the_end_of_an_answer_can_be_seen_but_not_branched_to(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        window = shown(desktop)
        QTest.keyClick(window.page, Key.Key_End)
        desktop.wait(lambda: names(window) == [".", "(end of the answer)"])
        window.choices.setCurrentRow(1)
        assert not window.branch_button.isEnabled()
        QTest.keyClick(window.choices, Key.Key_Return)
        assert len(desktop.program.models.conversation) == 2
        QTest.keyClick(window.choices, Key.Key_Left)
        assert window.which.text() == "Token 5 of 6"
        QTest.keyClick(window.choices, Key.Key_Home)
        QTest.keyClick(window.choices, Key.Key_Up)
        QTest.keyClick(window, Key.Key_Escape)
        assert not window.isVisible()
        assert presenter_of(desktop).controller.path == ()


def test_another_conversation_takes_the_window_along(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        window = shown(desktop)
        desktop.window.actions_.new_chat.trigger()
        assert not window.isVisible()


def test_a_server_that_fails_says_so(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server, wanted=False)
        server.fails = True
        desktop.window.actions_.tokens.trigger()
        presenter = presenter_of(desktop)
        desktop.wait(lambda: presenter.controller.note is TokenNote.FAILED)
        assert presenter.view is not None
        assert presenter.view.note.text().startswith(f"The server {server.url} failed: out of memory")
        assert presenter.view.facts.text() == "How likely it was is not known."


def entry(desktop: Desktop) -> tuple[str, bool]:
    """The way to the tokens in the menu of the last message."""
    row = len(desktop.program.models.conversation) - 1
    menu = message_menu(desktop.window.pane.chat_view, row)
    action = next(action for action in menu.actions() if action.text().startswith("Tokens"))
    return action.text(), action.isEnabled()


def test_where_there_are_none_the_way_is_closed_with_the_reason(open_desktop: Open) -> None:
    with OpenAIServer(said("Hi"), pages=Pages()) as server:
        desktop = open_desktop(server)
        presenter_of(desktop)
        desktop.window.actions_.tokens.trigger()  # there is no answer yet
        desktop.ask("Hello")
        assert entry(desktop) == ("Tokens (the server was not asked for probabilities)", False)
        desktop.window.actions_.tokens.trigger()
        assert desktop.notices() == ["This answer came without the probabilities of its tokens."]
        assert presenter_of(desktop).view is None
        desktop.window.actions_.probabilities.setChecked(True)
        desktop.window.actions_.regenerate.trigger()
        desktop.wait(lambda: desktop.program.models.conversation.branch(1) == (2, 2))
        desktop.wait(lambda: desktop.program.chat.state == "idle")
        assert desktop.program.store_lane.drain(30)
        assert entry(desktop) == ("Tokens…", True)  # it was asked, and told nothing
        desktop.window.actions_.tokens.trigger()
        presenter = presenter_of(desktop)
        desktop.wait(lambda: presenter.controller.note is TokenNote.NOTHING)
        assert presenter.view is not None
        assert presenter.view.note.text() == "The server told no probabilities with this answer."


def test_the_menu_of_a_message_opens_them(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        assert entry(desktop) == ("Tokens…", True)
        desktop.window.pane.chat_view.message_actions.run_on_message(1, "tokens")
        assert known(desktop).isVisible()
        desktop.window.pane.chat_view.navigation.step_message(-1)
        desktop.window.actions_.tokens.trigger()  # with the keyboard in the prompt box it is the last answer
        assert known(desktop).page.place_of(0).contains(QPoint(20, 30))


def test_the_engine_is_not_asked_while_it_answers(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server, wanted=False)
        first = desktop.program.models.conversation.message(1).id
        controller = presenter_of(desktop).controller
        server.may_answer.clear()
        desktop.window.actions_.regenerate.trigger()
        desktop.wait(lambda: len(server.chats) == 2)
        assert controller.open(first)
        desktop.wait(lambda: controller.note is TokenNote.WAITING)
        assert not controller.branch(0, Alternative(b"A", -1.0, 3))
        view = presenter_of(desktop).view
        assert view is not None
        view.picked.emit(Alternative(b"A", -1.0, 3))
        assert view.note.text() == "No branch can begin now: wait until the answer has ended."
        view.open_window()
        asked = len(server.completions)
        server.may_answer.set()
        known(desktop)
        assert asked == 0
        assert len(server.completions) >= 6


def test_a_store_that_cannot_be_read_says_so(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        answer = desktop.program.models.conversation.message(1).id
        store = desktop.program.services.store
        desktop.program.store_lane.submit(lambda: store.delete_message(answer))
        desktop.window.actions_.tokens.trigger()
        controller = presenter_of(desktop).controller
        desktop.wait(lambda: controller.note is TokenNote.FAILED)
        assert not controller.may_branch(0, Alternative(b"", 0.0))


def test_a_branch_that_cannot_be_stored_is_not_waited_for(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        window = shown(desktop)
        conversation, store = desktop.program.chat.shown_id, desktop.program.services.store
        desktop.program.store_lane.submit(lambda: store.delete_for_good(conversation))
        QTest.keyClick(window.page, Key.Key_Down)
        QTest.keyClick(window.choices, Key.Key_Return)
        controller = presenter_of(desktop).controller
        desktop.wait(lambda: controller.note is TokenNote.NONE)
        assert len(desktop.notices()) == 1


def test_elsewhere_a_branch_can_only_begin_with_whole_characters(open_desktop: Open) -> None:
    with OpenAIServer(Reply(pieces=[logprobs_event(), event(finish_reason="stop"), DONE]), said(" dog.")) as server:
        desktop = open_desktop(server)
        presenter = presenter_of(desktop)
        desktop.window.actions_.probabilities.setChecked(True)
        desktop.ask("Hello")
        desktop.window.actions_.tokens.trigger()
        controller = presenter.controller
        desktop.wait(lambda: len(controller.tokens) == 2 and controller.note is TokenNote.NONE)
        view = presenter.view
        assert view is not None
        assert "asked in words" in view.settings.text()
        assert controller.may_branch(1, Alternative(b" dog", -1.0))
        assert not controller.may_branch(1, Alternative(b" \xf0\x9f", -1.0))
        view.picked.emit(Alternative(b"A", -1.0))
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "A dog.", "complete"))
    assert [message["role"] for message in server.chats[1]["messages"]] == ["user", "assistant", "user"]


def logprobs_event() -> bytes:
    rows = [
        {"token": "The", "bytes": list(b"The"), "logprob": -0.5, "top_logprobs": []},
        {"token": " fox", "bytes": list(b" fox"), "logprob": -1.0, "top_logprobs": []},
    ]
    choice = {"index": 0, "delta": {"content": "The fox"}, "finish_reason": None, "logprobs": {"content": rows}}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


def test_a_server_of_h2o_tells_how_likely_its_tokens_were(open_desktop: Open, tmp_path: Path) -> None:
    with H2OServer() as server:
        profile = ConnectionProfile("h2o-test", ConnectionKind.H2O, "H2O", server.url)
        settings = Settings(connections=(profile,), connection="h2o-test", model=MODELS[0])
        save_settings(tmp_path / "data" / "settings.json", settings)
        desktop = open_desktop()
        presenter = presenter_of(desktop)
        desktop.wait(lambda: all(desktop.program.chat.choice))
        desktop.ask("Hello")
        assert entry(desktop) == ("Tokens…", True)
        desktop.window.actions_.tokens.trigger()
        desktop.wait(lambda: len(presenter.controller.tokens) > 1)
        view = presenter.view
        assert view is not None
        assert view.facts.text().endswith("% with the settings of this answer.")
        assert view.settings.text().startswith("This server tells only how likely the tokens were")
        assert view.note.text().startswith("Left and Right")


def test_a_branch_that_is_asked_for_again_begins_as_it_began(open_desktop: Open) -> None:
    with TokenServer() as server:
        desktop = opened(open_desktop, server)
        shown(desktop)
        presenter_of(desktop).controller.branch(0, Alternative(b"A", -1.0, 3))
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "A fox runs.", "complete"))
        known(desktop, 4)
        assert desktop.program.store_lane.drain(30)
        desktop.window.actions_.repeat.trigger()
        desktop.wait(lambda: desktop.notices() == ["The same seed gave the same answer."])
        assert desktop.program.models.conversation.branch(1) == (3, 3)
        facts = dict(answer_facts(desktop.program.models.conversation.message(1), "s"))
        assert facts["Made to begin with"] == "A"
