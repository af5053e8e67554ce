"""Exports of this and of other programs are recognised and read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.conversation import Conversation, Role, Timings, Usage
from h2o_desktop.core.errors import InputError
from h2o_desktop.formats.json_format import to_json
from h2o_desktop.formats.json_stream import values_of
from h2o_desktop.formats.markdown import to_markdown
from h2o_desktop.formats.reading import read_file
from tests.fakes.conversation_examples import finished, first_turn
from tests.fakes.export_examples import (
    EXAMPLES,
    START_S,
    chat_messages,
    chatgpt,
    hugging_chat,
    llama_web,
    lm_studio,
    open_webui,
)


def only(path: Path, document: object) -> tuple[str, Conversation]:
    path.write_text(json.dumps(document), encoding="utf-8")
    (found,) = read_file(path)
    return found.program, found.conversation


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_program_is_recognised_and_its_tree_read(tmp_path: Path, name: str) -> None:
    program, conversation = only(tmp_path / "export.json", [EXAMPLES[name]()])
    assert program == name
    prompt = "*[image]*\n\nAnd this?" if name == "ChatGPT" else "And this?"
    shown = [(message.role, message.content) for message in conversation.path() if message.role is not Role.SYSTEM]
    assert shown == [
        (Role.USER, "What is a tree?"),
        (Role.ASSISTANT, "A tall plant."),
        (Role.USER, prompt),
        (Role.ASSISTANT, "A bush."),
    ]
    beside = {message.content for message in conversation.messages} - {
        message.content for message in conversation.path()
    }
    assert beside == (set() if name == "chat messages" else {"A plant."})
    assert conversation.summary.title == ("What is a tree?" if name == "chat messages" else "Trees")
    assert conversation.summary.message_count == len(conversation.messages)
    if name != "chat messages":
        assert abs(conversation.summary.created_s - START_S) <= 0.5
        assert conversation.summary.updated_s >= conversation.summary.created_s
    assert only(tmp_path / "again.json", EXAMPLES[name]()) == (program, conversation)


@pytest.mark.parametrize("ending", [".json", ".jsonl", ".md"])
def test_a_file_with_nothing_in_it_is_an_error(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"export{ending}"
    path.touch()
    with pytest.raises(InputError, match="is empty"):
        list(read_file(path))


def test_what_each_program_knows_of_an_answer(tmp_path: Path) -> None:
    answers = {name: only(tmp_path / "one.json", example())[1].path()[-1] for name, example in EXAMPLES.items()}
    models = {name: answer.model for name, answer in answers.items()}
    assert models["ChatGPT"] == "o3"
    assert models["Open WebUI"] == "llama3:8b"
    assert models["LM Studio"] == "qwen2.5-7b"
    assert answers["ChatGPT"].finish_reason == "length"
    assert answers["Open WebUI"].usage == answers["llama.cpp"].usage == Usage(12, 34)
    assert answers["llama.cpp"].timings == Timings(0.125, 2.5)
    summaries = {name: only(tmp_path / "one.json", example())[1].summary for name, example in EXAMPLES.items()}
    assert summaries["Open WebUI"].tags == ("nature", "Wood")
    assert (summaries["Open WebUI"].pinned, summaries["ChatGPT"].archived) == (True, True)
    assert summaries["HuggingChat"].model == "meta-llama/Llama-3.1-8B"


def test_our_own_forms(tmp_path: Path) -> None:
    turn = first_turn()
    conversation = Conversation(
        turn.summary, (turn.messages[0], finished(turn.messages[1], "A plant.")), turn.messages[1].id
    )
    assert only(tmp_path / "one.json", to_json(conversation)) == ("H2O Desktop", conversation)
    (tmp_path / "one.md").write_text(to_markdown(conversation), encoding="utf-8")
    (found,) = read_file(tmp_path / "one.md")
    assert (found.program, found.conversation) == ("H2O Desktop", conversation)


def test_an_archive_is_read_where_its_conversations_are(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("user.json", '{"email": "x"}')
        archive.writestr("conversations.json", json.dumps([chatgpt(), hugging_chat()]))
        archive.writestr("file-1.png", b"picture")
    assert [found.program for found in read_file(tmp_path / "export.zip")] == ["ChatGPT", "HuggingChat"]
    damaged = (tmp_path / "export.zip").read_bytes()[:-200]
    (tmp_path / "damaged.zip").write_bytes(damaged)
    with pytest.raises(InputError, match="ZIP file is damaged"):
        list(read_file(tmp_path / "damaged.zip"))


def _at(*steps: str | int) -> Callable[[Any, object], None]:
    def change(document: Any, value: object) -> None:
        for step in steps[:-1]:
            document = document[step]
        document[steps[-1]] = value

    return change


@pytest.mark.parametrize(
    ("example", "change", "value", "place"),
    [
        (chatgpt, _at("title"), 5, "[1].title"),
        (chatgpt, _at("create_time"), "soon", "[1].create_time"),
        (chatgpt, _at("mapping", "q1"), [], "[1].mapping.q1"),
        (chatgpt, _at("mapping", "q1", "message", "content", "parts"), "x", "[1].mapping.q1.message.content.parts"),
        (chatgpt, _at("mapping", "root", "parent"), "a3", "[1].messages"),
        (open_webui, _at("chat", "history", "messages", "q1", "role"), 3, "[1].chat.history.messages.q1.role"),
        (hugging_chat, _at("messages", 1, "ancestors"), "root", "[1].messages[1].ancestors"),
        (hugging_chat, _at("messages", 1, "id"), "root", "[1].messages"),
        (llama_web, _at("messages", 1, "timings", "prompt_n"), 0.5, "[1].messages[1].timings.prompt_n"),
        (lm_studio, _at("messages", 1, "versions", 0, "steps"), 1, "[1].messages[1].versions[0].steps"),
        (chat_messages, _at("messages", 2, "content"), 1, "[1].messages[2].content"),
    ],
)
def test_what_does_not_fit_is_named(
    tmp_path: Path, example: Callable[[], Any], change: Callable[[Any, object], None], value: object, place: str
) -> None:
    document = example()
    change(document, value)
    (tmp_path / "export.json").write_text(json.dumps([example(), document]), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(read_file(tmp_path / "export.json"))
    assert caught.value.summary.fields["place"] == place


@pytest.mark.parametrize("text", ["5", "[5]", "{}", '[{"a": 1}]', '"text"', '[[{"mapping": {}}]]'])
def test_what_is_no_export_is_told_with_what_could_be(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no conversation of a program that is known") as caught:
        list(read_file(tmp_path / "other.json"))
    assert "ChatGPT" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("data", "summary"),
    [
        (b'[{"a": 1},\n {"a" 2}]', "line 2, column 7"),
        (b'[{"a": 1}\n', "line 2, column 1"),
        (b'[{"a": "x', "line 1, column 8"),
        (b'{"a": NaN}', "line 1, column 1"),
        (b"[1 2]", "line 1, column 4"),
        (b'["\xff"]', "byte 3"),
        (b"[" * 100_000, "line 1, column 2"),
        (b'[{"a": ' + b"9" * 5000 + b"}]", "line 1, column 2"),
    ],
)
def test_faults_are_named_by_line_and_column(data: bytes, summary: str) -> None:
    with pytest.raises(InputError, match=summary) as caught:
        list(values_of(io.BytesIO(data)))
    assert str(caught.value.hint).startswith("Nothing was imported.")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("[]", []),
        (' [ 1 , "a" ] \n', [("[0]", 1), ("[1]", "a")]),
        ('{"a": 1}', [("", {"a": 1})]),
        ('{"a": 1}\n{"a": 2}\n', [("line 1", {"a": 1}), ("line 2", {"a": 2})]),
    ],
)
def test_values_have_places(text: str, values: list[tuple[str, object]]) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert list(values_of(io.BytesIO(text.encode(encoding)))) == values


class Dribble(io.BytesIO):
    """Gives a few bytes at a time, whatever is asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 1, 3) if size and size > 0 else 3)


json_documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(st.lists(json_documents, max_size=5), st.sampled_from([None, 2]))
def test_any_list_is_read_from_any_pieces(documents: list[object], indent: int | None) -> None:
    data = json.dumps(documents, indent=indent, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert [value for _place, value in values_of(Dribble(data))] == documents


def test_memory_holds_one_conversation(tmp_path: Path) -> None:
    import tracemalloc

    document = json.dumps({"messages": [{"role": "user", "content": "x" * 50_000}]})
    with (tmp_path / "large.json").open("w", encoding="utf-8") as file:
        file.write("[" + ",".join([document] * 400) + "]")
    assert (tmp_path / "large.json").stat().st_size > 20_000_000
    tracemalloc.start()
    count = sum(len(found.conversation.messages) for found in read_file(tmp_path / "large.json"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 400
    assert peak < 6_000_000
