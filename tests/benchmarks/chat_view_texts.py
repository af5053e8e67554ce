"""Texts for the benchmarks of the chat view."""

from __future__ import annotations

PARAGRAPH = (
    "The river rises in the *Black Forest* and flows **2,850 km** to the sea, past ten countries; see "
    "[the map](https://example.org/map) and `gauge(7)` for the level. It carries a little more water each spring.\n\n"
)
CODE = (
    "```python\n"
    + "".join(f"def level_{n}(day: int) -> float:\n    return day * {n}.5  # metres\n" for n in range(6))
    + "```\n\n"
)
TABLE = (
    "| gauge | level | trend |\n|:--|--:|:-:|\n" + "".join(f"| gauge {n} | {n * 7} | up |\n" for n in range(5)) + "\n"
)
ITEMS = "- one thing to know\n- another thing\n  1. with a detail\n  2. and one more\n\n"
SECTION = f"## Levels\n\n{PARAGRAPH}{ITEMS}{PARAGRAPH}{CODE}{TABLE}"
