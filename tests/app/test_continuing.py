"""An answer that was cut goes on in the window, and an answer is asked for again."""

from __future__ import annotations

from collections.abc import Callable

from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, Pages, Reply, event, said

Open = Callable[..., Desktop]
LLAMA = Pages(
    {
        "/v1/models": {"data": [{"id": "stub-model", "owned_by": "llamacpp"}]},
        "/props": {"default_generation_settings": {}},
    }
)


def offered(desktop: Desktop, row: int = -1) -> list[str]:
    """What the banner below an answer says, and what its buttons say."""
    transcript = desktop.window.pane.chat_view.transcript
    entry = transcript.entry(row % len(desktop.program.models.conversation))
    laid = entry.ensure(entry.footer)
    return [box.text.text for box in laid.boxes] + [zone.words for zone in laid.zones if zone.action != "details"]


def choose(desktop: Desktop, action: str) -> None:
    desktop.window.pane.chat_view.message_actions.run_on_message(len(desktop.program.models.conversation) - 1, action)


def wait_for_parts(desktop: Desktop) -> None:
    assert desktop.late.answers


def wait_for_answer(desktop: Desktop, text: str) -> None:
    desktop.wait(lambda: desktop.rows()[-1] == ("assistant", text, "complete"))
    assert desktop.program.store_lane.drain(30)
    desktop.wait(lambda: desktop.program.chat.state == "idle")


def test_a_cut_answer_goes_on_beside_itself(open_desktop: Open) -> None:
    with OpenAIServer(said("one two th", reason="length"), said("ree four"), pages=LLAMA) as server:
        desktop = open_desktop(server)
        wait_for_parts(desktop)
        desktop.program.models.parameters.set_value("max_new_tokens", 3)
        desktop.wait(lambda: desktop.program.services.capabilities("stub").continuing == "prefix")
        desktop.ask("Count")
        assert desktop.notices() == []
        assert offered(desktop) == [
            "The answer reached the limit of 3 new tokens.",
            "Continue",
            "Raise to 6 and continue",
        ]
        choose(desktop, "continue")
        wait_for_answer(desktop, "one two three four")
        assert offered(desktop) == []
        assert desktop.program.models.conversation.branch(1) == (2, 2)
        stored = desktop.program.services.store.load(desktop.program.chat.shown_id)
    assert [message.content for message in stored.messages] == ["Count", "one two th", "one two three four"]
    assert server.chats[1]["messages"][-1] == {"role": "assistant", "content": "one two th"}
    assert server.chats[1]["cache_prompt"] is True
    assert "cache_prompt" not in server.chats[0]


def test_the_limit_is_raised_and_the_answer_goes_on(open_desktop: Open) -> None:
    with OpenAIServer(said("one two th", reason="length"), said("ree")) as server:
        desktop = open_desktop(server)
        wait_for_parts(desktop)
        desktop.program.models.parameters.set_value("max_new_tokens", 3)
        desktop.ask("Count")
        choose(desktop, "raise-and-continue")
        wait_for_answer(desktop, "one two three")
        assert desktop.program.models.parameters.value("max_new_tokens") == 6
    assert server.chats[1]["max_tokens"] == 6
    assert server.chats[1]["messages"][-1]["role"] == "user"


def test_an_answer_without_a_limit_of_its_own_is_offered_to_go_on(open_desktop: Open) -> None:
    with OpenAIServer(said("one two th", reason="length")) as server:
        desktop = open_desktop(server)
        wait_for_parts(desktop)
        desktop.program.models.parameters.set_value("max_new_tokens", None)
        desktop.ask("Count")
        assert offered(desktop) == ["The answer reached the limit of new tokens.", "Continue", "Ask again"]
        choose(desktop, "raise-and-continue")
        assert desktop.program.chat.state == "idle"


def test_the_same_seed_is_sent_again_and_the_answers_are_compared(open_desktop: Open) -> None:
    with OpenAIServer(said("Same"), said("Same"), said("Other")) as server:
        desktop = open_desktop(server)
        wait_for_parts(desktop)
        desktop.program.models.parameters.set_value("temperature", 0.9)
        desktop.ask("Hi")
        desktop.program.models.parameters.set_value("temperature", 0.1)
        desktop.window.actions_.repeat.trigger()
        desktop.wait(lambda: desktop.notices() == ["The same seed gave the same answer."])
        assert desktop.program.store_lane.drain(30)
        desktop.wait(lambda: desktop.program.chat.state == "idle")
        desktop.window.actions_.repeat.trigger()
        desktop.wait(lambda: desktop.notices()[-1] == "The same seed gave another answer.")
        assert "this server does not keep to the seed" in str(desktop.window.pane.notices.notices[-1].hint)
        assert desktop.program.models.parameters.value("temperature") == 0.1
        assert desktop.program.models.parameters.value("seed") is None
        summary = desktop.program.services.store.list_conversations()[0]
        assert summary.parameters["seed"] is None
    assert len({chat["seed"] for chat in server.chats}) == 1
    assert [chat["temperature"] for chat in server.chats] == [0.9, 0.9, 0.9]


def test_stop_strings_end_an_answer_in_the_window(open_desktop: Open) -> None:
    with OpenAIServer(said("Fine. Hu", "man: and", " more")) as server:
        desktop = open_desktop(server)
        desktop.program.models.parameters.set_value("stop", "Human:")
        desktop.ask("Hi")
        assert desktop.rows()[-1] == ("assistant", "Fine. ", "complete")
    assert server.chats[0]["stop"] == ["Human:"]


def test_an_answer_that_broke_off_goes_on(open_desktop: Open) -> None:
    broken = Reply(pieces=[event("one two th")], cut=True)
    with OpenAIServer(broken, said("ree four"), pages=LLAMA) as server:
        desktop = open_desktop(server)
        wait_for_parts(desktop)
        desktop.wait(lambda: desktop.program.services.capabilities("stub").continuing == "prefix")
        desktop.ask("Count")
        assert offered(desktop)[-2:] == ["Continue", "Try again"]
        choose(desktop, "continue")
        wait_for_answer(desktop, "one two three four")


def test_an_answer_without_text_does_not_go_on(open_desktop: Open) -> None:
    with OpenAIServer(Reply(status=500, body={"error": "busy"})) as server:
        desktop = open_desktop(server)
        wait_for_parts(desktop)
        desktop.ask("Count")
        assert offered(desktop)[-1:] == ["Try again"]
        desktop.window.actions_.go_on.trigger()
        assert "This answer has no text to go on with. Answer again instead." in desktop.notices()
        assert len(server.chats) == 1
