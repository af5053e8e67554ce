"""Every text of the program is translated, the fields survive, and the compiled file says what the source says.

When a text changed: `python -m tests.translations`, then translate what is unfinished in the .ts file, then again.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator

from tests.translations import LANGUAGES, collect, ts_file

Message = tuple[str, str, ElementTree.Element]


def messages(ts: Path) -> Iterator[Message]:
    """Context, source and element of every message."""
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message.findtext("source", ""), message


def translations(message: ElementTree.Element) -> list[str]:
    """The translation, or all its plural forms."""
    element = message.find("translation")
    assert element is not None
    forms = element.findall("numerusform")
    return [form.text or "" for form in forms] if forms else [element.text or ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_program_is_in_the_file_and_nothing_else(language: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.ts"
    shutil.copyfile(ts_file(language), copy)
    collect(copy, language)
    known = {(context, source) for context, source, _ in messages(ts_file(language))}
    wanted = {(context, source) for context, source, _ in messages(copy)}
    nameless = sorted(source for context, source in wanted if not context)
    assert nameless == [], "a tr() outside a class has no context: use QCoreApplication.translate"
    assert wanted - known == set(), "new texts: run python -m tests.translations and translate them"
    assert known - wanted == set(), "texts that are gone: run python -m tests.translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_its_fields(language: str) -> None:
    for context, source, message in messages(ts_file(language)):
        element = message.find("translation")
        assert element is not None
        assert element.get("type") is None, (context, source)
        for text in translations(message):
            assert text, (context, source)
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", source)), (context, source)
            assert ("%Ln" in text) == ("%Ln" in source), (context, source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_that_of_the_source(language: str) -> None:
    translator = QTranslator()
    assert translator.load(str(ts_file(language).with_suffix(".qm")))
    for context, source, message in messages(ts_file(language)):
        plural = message.get("numerus") == "yes"
        found = translator.translate(context, source, "", 1 if plural else -1)
        assert found == translations(message)[0], (context, source)
