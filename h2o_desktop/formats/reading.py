"""Files of conversations, whichever program wrote them: which it was is told by what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.formats import json_format, markdown
from h2o_desktop.formats.foreign import chat_messages, chatgpt, hugging_chat, llama_web, lm_studio, open_webui
from h2o_desktop.formats.json_stream import LONGEST_VALUE, values_of

OURS = "H2O Desktop"
ENDINGS = (".json", ".jsonl", ".ndjson", ".md", ".markdown", ".zip")
_ZIP_BEGIN = b"PK\x03\x04"
_MAIN_MEMBER = "conversations"
_Reader = tuple[str, Callable[[Mapping[str, object]], bool], Callable[[Mapping[str, object], str], Conversation]]


def _ours(document: Mapping[str, object]) -> bool:
    return document.get("format") == json_format.FORMAT


def _read_ours(document: Mapping[str, object], place: str) -> Conversation:
    return json_format.from_json(document, place)


_READERS: tuple[_Reader, ...] = (
    (OURS, _ours, _read_ours),
    *(
        (module.NAME, module.matches, module.read)
        for module in (chatgpt, open_webui, llama_web, lm_studio, hugging_chat, chat_messages)
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation in a file, and the name of the program that wrote it."""

    program: str
    conversation: Conversation


def read_file(path: Path) -> Iterator[Found]:
    """The conversations of a file, one after the other; memory holds one of them, and a Markdown file as a whole.

    Raises InputError that names the place of what does not fit, and OSError.
    """
    with path.open("rb") as file:
        begin = file.read(4)
        file.seek(0)
        if not begin:
            raise _empty()
        if begin == _ZIP_BEGIN:
            yield from _of_archive(file)
        else:
            yield from _of_stream(file, path.suffix.lower())


def _of_archive(file: BinaryIO) -> Iterator[Found]:
    """The conversations in a ZIP file; of the exports of ChatGPT and HuggingChat only the files that hold them."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if Path(name).suffix.lower() in ENDINGS[:-1]]
            main = [name for name in names if Path(name).stem.lower().startswith(_MAIN_MEMBER)]
            for name in main or names:
                with archive.open(name) as member, closing(io.BufferedReader(member)) as stream:  # type: ignore[type-var]
                    yield from _of_stream(stream, Path(name).suffix.lower())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "The ZIP file is damaged or locked with a password.")),
            Words(QT_TRANSLATE_NOOP("errors", "Nothing was imported. Unpack it and import what is inside.")),
            str(error),
        ) from None


def _of_stream(stream: BinaryIO, ending: str) -> Iterator[Found]:
    if ending in (".md", ".markdown"):
        yield Found(OURS, markdown.from_markdown(_text(stream)))
        return
    for place, value in values_of(stream):
        if not isinstance(value, dict):
            raise _unknown(place)
        reader = next((reader for reader in _READERS if reader[1](value)), None)
        if reader is None:
            raise _unknown(place)
        yield Found(reader[0], reader[2](value, place))


def _text(stream: BinaryIO) -> str:
    content = stream.read(LONGEST_VALUE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Words(
                QT_TRANSLATE_NOOP("errors", "The file is no text: byte {number} belongs to no letter."),
                {"number": error.start + 1},
            ),
            Words(QT_TRANSLATE_NOOP("errors", "Nothing was imported. Choose another file, or mend this one there.")),
        ) from None


def _empty() -> InputError:
    return InputError(
        Words(QT_TRANSLATE_NOOP("errors", "The file is empty.")),
        Words(QT_TRANSLATE_NOOP("errors", "Nothing was imported. Export it once more, or choose another file.")),
    )


def _unknown(place: str) -> InputError:
    programs = ", ".join(name for name, _matches, _read in _READERS)
    return InputError(
        Words(QT_TRANSLATE_NOOP("errors", "The file holds no conversation of a program that is known here.")),
        Words(QT_TRANSLATE_NOOP("errors", "Exports of these can be imported: {programs}."), {"programs": programs}),
        place,
    )
