"""The facts of an answer in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.conversation import Message, Role, Status, Timings, Usage
from h2o_desktop.ui.answer_details.facts import ParameterFact, answer_facts, parameter_facts
from h2o_desktop.ui.paper.frames import footer as paper_footer
from h2o_desktop.ui.paper.tools import paper_tools

ANSWER = Message("a", "p", Role.ASSISTANT, "x", 0.0, model="m", connection="c")


def facts(**changes: object) -> dict[str, str]:
    return dict(answer_facts(replace(ANSWER, **changes), "Server"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "ended"),
    [
        ({"finish_reason": "length"}, "at the limit of new tokens (length)"),
        ({"finish_reason": "eos_token"}, "by the model or a stop string (eos_token)"),
        ({"finish_reason": "content_filter"}, "content_filter"),
        ({"status": Status.STOPPED}, "stopped by you"),
        ({"status": Status.FAILED}, "failed"),
        ({"status": Status.INTERRUPTED}, "the program ended first"),
        ({"status": Status.STREAMING}, None),
    ],
)
def test_how_it_ended(changes: dict[str, object], ended: str | None) -> None:
    assert facts(**changes).get("Ended") == ended


def test_tokens_and_times() -> None:
    assert facts(usage=Usage(120, 3))["Tokens"] == "120 read, 3 written"
    assert facts(usage=Usage(None, 3))["Tokens"] == "3 written"
    assert facts(usage=Usage(7, None))["Tokens"] == "7 read"
    assert "Tokens" not in facts()
    timed = facts(usage=Usage(7, 20), timings=Timings(0.5, 2.5))["Time"]
    assert timed == "first text after 0.50 s · all after 2.50 s · 10.0 tokens/s"


def test_seed_and_system_prompt() -> None:
    assert facts(seed=5, requested={"seed": 5})["Seed"] == "5"
    assert facts(seed=5)["Seed"] == "5, drawn by the program"
    assert facts(requested={"system_prompt": "Be brief."})["System prompt"] == "Be brief."


def row(name: str, message: Message, dialect: str) -> ParameterFact:
    return next(fact for fact in parameter_facts(message, DIALECTS[dialect]) if fact.name == name)


def test_what_became_of_parameters() -> None:
    asked = {"temperature": 0.0, "stop": "a\n\\n", "max_new_tokens": 9, "top_k": 1, "seed": 5, "truncate": 64}
    sent = {"temperature": 0.0, "stop": ["a", "\n"], "max_tokens": 9, "top_k": 2, "cache_prompt": True}
    message = replace(ANSWER, requested=asked, sent=sent, seed=5)
    stop = row("Stop strings", message, "h2ogpt")
    assert (stop.asked, stop.sent, stop.became) == ('"a" "\\\\n"', 'stop = ["a", "\\n"]', "sent as it is")
    assert row("Max new tokens", message, "h2ogpt").became == "sent under another name"
    assert row("Top-k", message, "h2ogpt").became == "does nothing at temperature 0"
    assert row("Seed", message, "h2ogpt").became == "this server refused it, so it is not sent any more"
    assert row("Min-p", message, "h2ogpt").is_silent
    assert row("Truncate", message, "openai").became == "done here: this server does not cut"
    assert row("cache_prompt", message, "openai") == (
        "cache_prompt", "", "true", "added by the program", False,
    )  # fmt: skip


def test_a_limited_value_is_told() -> None:
    message = replace(ANSWER, requested={"top_k": 1}, sent={"top_k": 2})
    assert row("Top-k", message, "h2ogpt").became == "limited to 2 by this server"


def test_on_paper_server_and_settings_are_whole(qapp: object) -> None:
    asked = {"temperature": 0.4, "top_p": None, "repetition_penalty": 1.2, "top_k": 5, "max_new_tokens": 9}
    sent = {"temperature": 0.4, "stop": ["a", "\n"], "repeat_penalty": 1.2, "max_tokens": 8}
    message = replace(ANSWER, connection="home", requested=asked, sent=sent, seed=5)
    footer = paper_footer(message, paper_tools(96.0, {"home": "Home, http://localhost"}), 600)
    assert footer.text().splitlines() == [
        "Server: Home, http://localhost",
        'Sent: temperature 0.4 · stop ["a", "\\n"] · repeat_penalty 1.2 · max_tokens 8',
        "Asked for, but sent differently or not at all: top_k 5 · max_new_tokens 9",
        "seed 5",
    ]
    unknown = paper_footer(replace(ANSWER, connection="gone"), paper_tools(96.0, {}), 600)
    assert unknown.text().splitlines()[0] == "Server: gone"
