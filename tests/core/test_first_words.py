"""How contents and links name a message."""

from __future__ import annotations

import pytest

from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.first_words import first_words


@pytest.mark.parametrize(
    ("role", "content", "words"),
    [
        (Role.USER, "What  is\n**this**?", "What is **this**?"),
        (Role.USER, "```python\nprint()\n```\nRun it", "print() Run it"),
        (Role.USER, " \n", "…"),
        (Role.ASSISTANT, "<think>hm</think>\n\n# Rivers\n- the **Volga** and `code`", "Rivers the Volga and code"),
        (Role.ASSISTANT, "<think>only thoughts</think>", "<think>only thoughts</think>"),
        (Role.ASSISTANT, "word " * 50, "word word word word word word word word…"),
    ],
)
def test_first_words(role: Role, content: str, words: str) -> None:
    assert first_words(Message("m", None, role, content, 0.0), 40) == words
