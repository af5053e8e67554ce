"""A conversation as Markdown: the shown branch to read, the other branches after it, and in the head all that is known.

The head holds what the JSON form holds of messages, but for their texts; so `from_markdown` loses none of them. Where a
message begins is told by a line that Markdown does not show: `[//]: # (message 1)`, numbered as in the head. If a
message holds such a line itself, all lines of the document have another word in them, which the head names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo

from h2o_desktop.core.conversation import Belongings, Conversation, Message
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.formats.fields import Fields, wrong
from h2o_desktop.formats.front_matter import front_matter
from h2o_desktop.formats.front_matter_reader import head_and_body
from h2o_desktop.formats.json_format import NO_SERVERS, from_json, to_json
from h2o_desktop.formats.moments import local_text
from h2o_desktop.formats.speakers import failure_text, remarks, speaker

_WORD = "message"
_END = "end"
_OTHER_BRANCHES = "Other branches"


def to_markdown(
    conversation: Conversation, *, servers: Mapping[str, str] = NO_SERVERS, zone: tzinfo | None = None
) -> str:
    """The conversation as a document. `servers` names connections by their ids.

    Times in the text are those of `zone`, the computer's own when it is None; in the head they are UTC.
    """
    path = conversation.path()
    shown = {message.id for message in path}
    beside = [message for message in conversation.messages if message.id not in shown]
    word = _word(conversation.messages)
    title = " ".join(conversation.summary.title.split()) or "Conversation"
    numbers = {message.id: number for number, message in enumerate((*path, *beside), 1)}
    parts = [f"# {_escaped(title)}", *(_section(message, numbers, word, zone) for message in path)]
    if beside:
        parts += [f"[//]: # ({_END} {word})", f"# {_OTHER_BRANCHES}"]
        parts += [_section(message, numbers, word, zone, beside=True) for message in beside]
    bare = replace(conversation, belongings=Belongings())  # nobody could read these in a text
    head = _head(to_json(bare, servers=servers), servers, word)
    return well_formed(front_matter(head) + "\n" + "\n\n".join(parts) + "\n")


def readable_markdown(conversation: Conversation, *, zone: tzinfo | None = None) -> str:
    """The shown branch for reading alone: a title, and each message below who wrote it and when."""
    title = " ".join(conversation.summary.title.split()) or "Conversation"
    parts = [f"# {_escaped(title)}"]
    for message in conversation.path():
        facts = (_escaped(speaker(message)), local_text(message.created_s, zone))
        parts += [f"## {' · '.join(filter(None, facts))}", *_text(message), *_remarks(message)]
    return well_formed("\n\n".join(parts) + "\n")


def from_markdown(text: str) -> Conversation:
    """The conversation of such a document, also when its texts were edited.

    Raises InputError that names the place of what does not fit.
    """
    document, body = head_and_body(text)
    fields = Fields.of(document, "")
    word = fields.text("mark") or _WORD
    texts = _texts(body, word)
    known: set[int] = set()
    for key in ("messages", "branches"):
        for entry in fields.objects(key):
            number = len(known) + 1
            known.add(number)
            if number not in texts:
                raise wrong(f"{word} {number}", "a line that begins the message")
            assert isinstance(entry.values, dict)
            entry.values["content"] = _content(texts[number], entry)
    if texts.keys() - known:
        raise wrong(f"{word} {min(texts.keys() - known)}", "an entry in the head")
    return from_json(document)


def _head(document: dict[str, object], servers: Mapping[str, str], word: str) -> dict[str, object]:
    head: dict[str, object] = {"title": document.pop("title"), **document}
    server = servers.get(str(head["connection"]))
    if server is not None:
        head["server"] = server
    if word != _WORD:
        head["mark"] = word
    for key in ("messages", "branches"):
        entries = head.pop(key)
        assert isinstance(entries, list)
        head[key] = [_facts(entry) for entry in entries]
    if not head["branches"]:
        del head["branches"]
    return head


def _facts(entry: dict[str, object]) -> dict[str, object]:
    """What the head says of a message: everything but its text, and how that differs from what stands below."""
    content = str(entry.pop("content"))
    text = content.strip("\n")
    oddities: dict[str, object] = {
        "lines_before": len(content) - len(content.lstrip("\n")) if text else 0,
        "lines_after": len(content) - len(content.rstrip("\n")) if text else len(content),
        "code_left_open": _fence_end(text).strip(),
    }
    return {**entry, **{key: value for key, value in oddities.items() if value}}


def _content(text: str, entry: Fields) -> str:
    fence = entry.text("code_left_open")
    text = text.removesuffix(f"\n{fence}") if fence else text
    before, after = (min(entry.count(key) or 0, 10_000_000) for key in ("lines_before", "lines_after"))
    return "\n" * before + text + "\n" * after


def _texts(body: str, word: str) -> dict[int, str]:
    """The texts of the messages by their numbers: what stands between the heading and the next mark."""
    mark = re.compile(rf"^\[//\]: # \((?:{re.escape(word)} (\d{{1,9}})|{_END} {re.escape(word)})\)\n", re.MULTILINE)
    texts: dict[int, str] = {}
    marks = list(mark.finditer(body))
    for position, begin in enumerate(marks):
        if begin[1] is None:
            continue
        end = marks[position + 1].start() if position + 1 < len(marks) else len(body)
        section = body[begin.end() : end].lstrip("\n")
        _heading, _newline, text = section.partition("\n")
        if int(begin[1]) in texts:
            raise wrong(f"{word} {begin[1]}", "a number that is there once")
        texts[int(begin[1])] = text.strip("\n")
    return texts


def _word(messages: tuple[Message, ...]) -> str:
    """The word of the lines between messages: one that no message has in such a line."""
    word, number = _WORD, 0
    while any(f"# ({word} " in message.content or f"# ({_END} {word})" in message.content for message in messages):
        number += 1
        word = f"{_WORD}-{number}"
    return word


def _section(
    message: Message, numbers: Mapping[str, int], word: str, zone: tzinfo | None, *, beside: bool = False
) -> str:
    facts = [_escaped(speaker(message)), local_text(message.created_s, zone)]
    parent = numbers.get(message.parent_id or "")
    if beside and parent is not None:
        facts.append(f"after {_WORD} {parent}")
    heading = f"## {' · '.join(part for part in facts if part)}"
    said = tuple(_remarks(message))
    end = (f"[//]: # ({_END} {word})", *said) if said else ()
    return "\n\n".join((f"[//]: # ({word} {numbers[message.id]})", heading, *_text(message), *end))


def _text(message: Message) -> Iterator[str]:
    text = message.content.strip("\n")
    if text:
        yield text + _fence_end(text)


def _remarks(message: Message) -> Iterator[str]:
    for remark in remarks(message):
        yield f"*{remark}*"
    if failure_text(message):
        yield f"> {_escaped(failure_text(message))}"


def _fence_end(text: str) -> str:
    """What closes a code block that the text leaves open, so that the next message is not read as code."""
    open_fence = ""
    for line in text.split("\n"):
        stripped = line.strip()
        letter = stripped[:1]
        run = stripped[: len(stripped) - len(stripped.lstrip(letter))] if letter in ("`", "~") else ""
        if not open_fence and len(run) >= 3 and not (letter == "`" and "`" in stripped[len(run) :]):
            open_fence = run
        elif open_fence and letter == open_fence[0] and len(run) >= len(open_fence) and run == stripped:
            open_fence = ""
    return f"\n{open_fence}" if open_fence else ""


def _escaped(text: str) -> str:
    """A line of text without what Markdown would read as markup."""
    return "".join(f"\\{letter}" if letter in r"\`*_[]<>#|~" else letter for letter in " ".join(text.split()))
