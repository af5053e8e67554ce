"""A sweep as a table for spreadsheets: one row for each cell.

With a byte order mark, without which spreadsheets take UTF-8 for something else. Texts that a spreadsheet would take
for a formula begin with an apostrophe (owasp.org, CSV Injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from h2o_desktop.core.sweep import Sweep, plain_value
from h2o_desktop.core.sweep_report import CellReport, reports_of
from h2o_desktop.formats.moments import iso_text

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MEASURED = (
    "status",
    "finish_reason",
    "words",
    "distinct_words",
    "repetition",
    "agreement",
    "prompt_tokens",
    "completion_tokens",
    "first_text_s",
    "total_s",
    "seed_used",
    "model",
    "server",
    "asked_at",
    "failure",
    "text",
)


def sweep_to_csv(sweep: Sweep, server: str) -> str:
    """The table; shares are from 0 to 1, durations in seconds, moments in UTC."""
    plan = sweep.plan
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow((plan.rows.key, plan.columns.key, *_MEASURED))
    for place, report in enumerate(reports_of(sweep)):
        row, column = plan.values(place)
        values = (plain_value(plan.rows.key, row), plain_value(plan.columns.key, column))
        table.writerow([*map(_safe_value, values), *_measured(report, plan.model, server)])
    return _BYTE_ORDER_MARK + written.getvalue()


def _measured(report: CellReport, model: str, server: str) -> Iterator[object]:
    answer, measures = report.answer, report.measures
    if answer is None:
        yield "not asked"
        yield from [""] * (len(_MEASURED) - 1)
        return
    yield answer.status.value
    yield _safe(answer.finish_reason)
    yield "" if measures is None else measures.words
    yield "" if measures is None else _share(measures.distinct)
    yield "" if measures is None else _share(measures.repetition)
    yield "" if report.agreement is None else _share(report.agreement)
    yield from (answer.usage.prompt_tokens, answer.usage.completion_tokens)
    yield from map(_seconds, (answer.timings.first_text_s, answer.timings.total_s))
    yield answer.seed
    yield _safe(model)
    yield _safe(server)
    yield iso_text(answer.created_s)
    yield "" if answer.failure is None else _safe(f"{answer.failure.summary} {answer.failure.detail}".strip())
    yield _safe(answer.content)


def _share(value: float) -> str:
    return f"{value:.4f}"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _safe_value(text: str) -> str:
    """Numbers below zero stay numbers."""
    try:
        float(text)
    except ValueError:
        return _safe(text)
    return text
