"""What is searched and copied in a PDF file."""

from __future__ import annotations

import pytest

from h2o_desktop.formats.pdf_text import corrected


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("0009", "0020"),  # a tab for a space
        ("00A0", "0020"),
        ("2F47", "65E5"),  # a radical for the sun
        ("FB03", "006600660069"),  # ffi in one drawing
        ("FEE3", "0645"),  # a form of meem
        ("D83DDE00", "D83DDE00"),  # an emoji
        ("00B2", "00B2"),  # a raised two is none beside the line
        ("D800", "D800"),
    ],
)
def test_each_drawing_stands_for_its_letter(written: str, right: str) -> None:
    table = f"<0000> <0000> <0000>\n<0001> <0002> [<0041> <{written}> ]\n".encode()
    assert corrected(table).decode() == f"<0000> <0000> <0000>\n<0001> <0002> [<0041> <{right}> ]\n"
