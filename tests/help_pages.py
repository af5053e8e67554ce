"""Writes the guide to the parameters in each language:  python -m tests.help_pages."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from h2o_desktop.core.parameter_guide import guide
from h2o_desktop.core.tongue import Tongue

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
ENGLISH_PAGE = RESOURCES / "help" / "parameters.md"
RUSSIAN_PAGE = RESOURCES / "help" / "ru" / "parameters.md"


def russian() -> Tongue:
    """Russian with the translations of the window. A text without one is an error."""
    known: dict[tuple[str, str], str] = {}
    for context in ET.parse(RESOURCES / "translations" / "h2o_desktop_ru.ts").getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.findtext("translation")
            if translation:
                known[context.findtext("name", ""), message.findtext("source", "")] = translation
    return Tongue(lambda context, text: known[context, text] if text not in UNTRANSLATED else text, ",", "\u00a0")


UNTRANSLATED = {"vLLM", "h2oGPT", "Ollama", "{kept}"}

if __name__ == "__main__":
    ENGLISH_PAGE.write_text(guide(), encoding="utf-8")
    RUSSIAN_PAGE.write_text(guide(russian()), encoding="utf-8")
