"""Tokens and probabilities in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from h2o_desktop.core.answer_tokens import AnswerTokens
from h2o_desktop.core.lens import visible
from h2o_desktop.core.token_choice import ChoiceRow

translate = QCoreApplication.translate
LONGEST_NAME = 60
_PARTS = "₀₁₂₃₄₅₆₇₈₉"


def percent_text(probability: float) -> str:
    """“62 %”, “0.4 %”, “less than 0.1 %”."""
    percent = 100 * probability
    if 0 < percent < 0.1:
        return translate("Tokens", "< {percent} %").format(percent=QLocale().toString(0.1, "f", 1))
    decimals = 0 if percent >= 10 or percent == 0 else 1
    return translate("Tokens", "{percent} %").format(percent=QLocale().toString(percent, "f", decimals))


def piece_text(piece: bytes) -> str:
    """A piece with its white space made visible; bytes that are no whole character are written as numbers."""
    if not piece:
        return translate("Tokens", "(end of the answer)")
    try:
        return visible(piece.decode())
    except UnicodeDecodeError:
        return _with_bytes(piece)


def _with_bytes(piece: bytes) -> str:
    """The whole characters of a piece, and each other byte as a number."""
    parts: list[str] = []
    for letter in piece.decode("utf-8", "surrogateescape"):
        is_byte = "\udc80" <= letter <= "\udcff"
        parts.append(f"⟨{ord(letter) - 0xDC00:02X}⟩" if is_byte else visible(letter))
    return "".join(parts)


def label_of(tokens: AnswerTokens, number: int) -> str:
    """What stands in the text for a token: itself, with the line break marked that it may be.

    The first of the tokens of a character shows it whole, the others show which part they are.
    """
    piece = tokens.places[number].token.piece
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        return _part_label(tokens, number)
    shown = text.replace("\t", "⇥").replace("\r", "").replace("\n", "↵\n")
    return shown.replace(" ", "␣") if not shown.strip(" ") else shown


def _part_label(tokens: AnswerTokens, number: int) -> str:
    first, last = tokens.character(number)
    if number != first:
        return _PARTS[min(number - first + 1, 9)]
    begin, end = tokens.places[first].start, tokens.places[last - 1].end
    return tokens.content[begin:end].decode("utf-8", "replace")


def name_of(tokens: AnswerTokens, number: int) -> str:
    """A token by name: “ river”, or which part of a character it is."""
    piece = tokens.places[number].token.piece
    first, last = tokens.character(number)
    try:
        piece.decode()
    except UnicodeDecodeError:
        begin, end = tokens.places[first].start, tokens.places[last - 1].end
        whole = tokens.content[begin:end].decode("utf-8", "replace")
        words = translate("Tokens", "part {part} of {parts} of “{text}”")
        return words.format(part=number - first + 1, parts=last - first, text=visible(whole))
    text = piece_text(piece)
    shown = text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
    return translate("Tokens", "“{text}”").format(text=shown)


def row_words(row: ChoiceRow) -> str:
    """One of the tokens that could have come, as a screen reader says it."""
    name, share = piece_text(row.alternative.piece), percent_text(row.share)
    if row.raw is None:
        return translate("Tokens", "{name}, {share}, chosen").format(name=name, share=share)
    if row.cut_by is not None:
        words = translate("Tokens", "{name}, cut, the model alone {raw}")
    elif row.is_chosen:
        words = translate("Tokens", "{name}, {share}, chosen, the model alone {raw}")
    else:
        words = translate("Tokens", "{name}, {share}, the model alone {raw}")
    return words.format(name=name, share=share, raw=percent_text(row.raw))
