"""A conversation with everything that the chat view shows, for exports of every form."""

from __future__ import annotations

from h2o_desktop.core.conversation import (
    Conversation,
    ConversationSummary,
    Failure,
    Message,
    Role,
    Status,
    Timings,
    Usage,
)

MORNING_S = 1_790_000_000.0
MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct"

RICH = """<think>
The person wants *everything*. I begin with the headings.
</think>

# Rivers of Europe

Rivers with **bold**, *italic*, ***both***, ~~struck out~~ and `inline code` names[^1], a
[link](https://example.org/rivers?a=1&b=2), a bare address https://example.org/danube and a picture
![map of the Danube](https://example.org/map.png).

## Code

```python
from dataclasses import dataclass


@dataclass(frozen=True)
class River:
    \"\"\"A river and its length in kilometres.\"\"\"

    name: str
    length_km: float = 0.0


def by_length(rivers: list[River]) -> list[River]:
    # Longest first; the Volga wins with 3530 km.
    return sorted(rivers, key=lambda river: -river.length_km)[:10]
```

```sql
SELECT name, length_km FROM rivers WHERE continent = 'Europe' AND length_km > 1000 ORDER BY length_km DESC LIMIT 9;
```

```
No language, and one line that is much longer than the page is wide, so that it has to be wrapped somewhere on paper.
```

## Tables

| River | Length (km) | Mouth | Remark |
| :--- | ---: | :---: | --- |
| Volga | 3,530 | Caspian Sea | longest, with `code` and **bold** |
| Danube | 2,850 | Black Sea | flows through ten countries, more than any other river of the world does |
| Ural | 2,428 | Caspian Sea | $L = 2428$ |

| a | b | c | d | e | f | g | h | i | j | k | l |
|---|---|---|---|---|---|---|---|---|---|---|---|
| many | columns | columns | columns | columns | columns | columns | columns | columns | columns | columns | columns |

## Lists and quotes

1. First
2. Second, with a list in it
   - a bullet that is long enough to need a second line on the paper, because it does not fit on the first one
     - a deeper bullet
       > a quote inside of it
   - [x] a task that is done
   - [ ] a task that is open
3. Third

> Panta rhei: everything flows.
>
> > A quote in a quote, with `code`.

---

## Formulas

The area of a circle is $A = \\pi r^2$, and Euler knew \\(e^{i\\pi} + 1 = 0\\). The discharge of a river is

$$
Q = \\int_A \\vec{v} \\cdot d\\vec{A} = \\sum_{i=1}^{n} v_i A_i
$$

and Manning says

\\[ v = \\frac{1}{n} R_h^{2/3} S^{1/2} \\]

## Languages

Русский: «Волга впадает в Каспийское море». 日本語: 川は海に注ぐ。中文：河流入海。 한국어: 강은 바다로 흐른다.
Ελληνικά: ποτάμι. Emoji: 🌊🏞️👩‍👩‍👧 and symbols ∑ ≤ → ✓.

العربية: النيل أطول أنهار العالم، ويصب في البحر المتوسط (6650 كم).

עברית: הירדן זורם לים המלח.

<b>HTML stays text</b> & so do &amp; entities.

[^1]: A footnote about names, with *style*.
"""


def conversation() -> Conversation:
    """Several turns, two branches, and answers that ended in every way."""
    messages = (
        _prompt("p1", None, "Show me all about rivers.\n\n    indented *typed* text\n<b>bold?</b>", 0),
        _answer("a1", "p1", RICH, 10),
        _prompt("p2", "a1", "And which river is the longest? " * 12, 60),
        _answer("a2", "p2", "The **Volga**, with 3,530 km.", 70, status=Status.STOPPED),
        _answer("a3", "p2", "The Volga is", 80, finish_reason="length"),
        _prompt("p3", "a3", "Расскажи по-русски, пожалуйста", 100),
        _answer(
            "a4",
            "p3",
            "",
            110,
            status=Status.FAILED,
            failure=Failure("network", "The server did not answer.", "Check the address."),
        ),
        _prompt("p4", "a4", "```python\nprint('typed code')\n```\nWhat does it print?", 120),
        _answer("a5", "p4", long_answer(), 130),
    )
    summary = ConversationSummary(
        "show-1", "Rivers of Europe & <everything> else", MORNING_S, MORNING_S + 130, len(messages), MODEL, "local"
    )
    return Conversation(summary, messages, "a5")


def long_answer() -> str:
    """Text and code over several pages."""
    paragraph = "The river flows on and on, past towns and mills, under bridges, and never asks where the sea is. " * 5
    code = "\n".join(f"bridge_{number} = build({number}, width={number * 3})  # over the river" for number in range(90))
    rows = "\n".join(f"| bridge {number} | {number * 7} m | {1800 + number} |" for number in range(45))
    return (
        "\n\n".join(f"### Day {day}\n\n{paragraph}" for day in range(1, 9))
        + f"\n\n```python\n{code}\n```\n\n| Bridge | Length | Year |\n|---|---:|---|\n{rows}\n\nThe end."
    )


def _prompt(identifier: str, parent: str | None, content: str, after_s: float) -> Message:
    return Message(identifier, parent, Role.USER, content, MORNING_S + after_s)


def _answer(
    identifier: str,
    parent: str,
    content: str,
    after_s: float,
    *,
    status: Status = Status.COMPLETE,
    finish_reason: str = "stop",
    failure: Failure | None = None,
) -> Message:
    asked = {"temperature": 0.4, "top_p": 0.95, "max_new_tokens": 512, "system_prompt": "You are a patient geographer."}
    return Message(
        identifier,
        parent,
        Role.ASSISTANT,
        content,
        MORNING_S + after_s,
        status,
        MODEL,
        "local",
        requested=asked,
        sent={"temperature": 0.4, "top_p": 0.95, "max_tokens": 512},
        seed=1874220,
        finish_reason=finish_reason,
        usage=Usage(62, 128),
        timings=Timings(0.24, 2.34),
        failure=failure,
    )
