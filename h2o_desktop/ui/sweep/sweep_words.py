"""Sweeps in words: cells, measures, states and costs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.parameters import SPECS, ParameterValue
from h2o_desktop.core.sweep import SweepPlan
from h2o_desktop.core.sweep_estimate import Estimate
from h2o_desktop.core.sweep_report import CellReport
from h2o_desktop.ui.chat_view.message_words import Figures, failure_words
from h2o_desktop.ui.sweep.axis_values import value_text
from h2o_desktop.ui.text_for_people import moment, number

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Bar:
    """One measure: its name, how long its bar is, from 0 to 1, and its figure. `share` is None where there is none."""

    name: str
    share: float | None
    figure: str
    explained: str


def parameter_name(key: str) -> str:
    """What a parameter is called."""
    return translate("parameters", SPECS[key].label)


def heading(key: str, value: ParameterValue) -> str:
    """“Temperature 0.20”."""
    return translate("Sweep", "{parameter} {value}").format(
        parameter=parameter_name(key), value=value_text(SPECS[key], value)
    )


def cell_name(plan: SweepPlan, place: int) -> str:
    """“Temperature 0.20 · Seed 1”."""
    row, column = plan.values(place)
    return f"{heading(plan.rows.key, row)} · {heading(plan.columns.key, column)}"


def sweep_name(plan: SweepPlan) -> str:
    """“Temperature × Seed”."""
    return f"{parameter_name(plan.rows.key)} × {parameter_name(plan.columns.key)}"


def sweep_line(plan: SweepPlan) -> str:
    """What tells a sweep from others: its parameters, how many cells it has, and when it was made."""
    return translate("Sweep", "{name}, {rows} × {columns}\n{moment}").format(
        name=sweep_name(plan),
        rows=number(len(plan.rows.values)),
        columns=number(len(plan.columns.values)),
        moment=moment(plan.created_s),
    )


def bars_of(report: CellReport) -> tuple[Bar, ...]:
    """The measures of a cell; none while there are none."""
    measures = report.measures
    if measures is None:
        return ()
    agreement = "–" if report.agreement is None else percent(report.agreement)
    return (
        Bar(
            translate("Sweep", "length"),
            report.length,
            number(measures.words),
            translate("Sweep", "Length: how many words the answer has. The bar compares it with the longest answer."),
        ),
        Bar(
            translate("Sweep", "distinct"),
            measures.distinct,
            percent(measures.distinct),
            translate("Sweep", "Distinct: how many of the words are different ones. Long answers repeat more of them."),
        ),
        Bar(
            translate("Sweep", "repeated"),
            measures.repetition,
            percent(measures.repetition),
            translate("Sweep", "Repeated: how many runs of four words have stood in the answer before."),
        ),
        Bar(
            translate("Sweep", "alike"),
            report.agreement,
            agreement,
            translate(
                "Sweep",
                "Alike: how much of its words and pairs of words an answer shares with the others, on average. "
                "100 % means that all answers are the same.",
            ),
        ),
    )


def percent(share: float) -> str:
    """“92 %”."""
    return translate("Counts", "{percent} %").format(percent=QLocale().toString(100 * share, "f", 0))


def state_words(answer: Message | None, waiting: bool) -> str:
    """What a cell is doing, or how its answer ended; empty for a whole answer."""
    if waiting:
        return translate("Sweep", "waiting")
    if answer is None:
        return translate("Sweep", "not asked")
    match answer.status:
        case Status.STREAMING:
            return translate("Sweep", "answering…")
        case Status.STOPPED:
            return translate("Sweep", "stopped")
        case Status.FAILED:
            return translate("Sweep", "failed")
        case Status.INTERRUPTED:
            return translate("Sweep", "broke off")
    return translate("Sweep", "at the limit") if answer.finish_reason == "length" else ""


def figures(answer: Message | None) -> str:
    """Tokens, speed and time to the first text of an answer that has ended."""
    return Figures(answer).words() if answer is not None else ""


def described(report: CellReport, waiting: bool) -> str:
    """All about a cell, for people who do not see it."""
    answer = report.answer
    bars = ", ".join(f"{bar.name} {bar.figure}" for bar in bars_of(report))
    failure = failure_words(answer.failure) if answer is not None and answer.status is Status.FAILED else ""
    text = answer.content.strip() if answer is not None else ""
    return ". ".join(part for part in (state_words(answer, waiting), failure, bars, text) if part)


def estimate_words(estimate: Estimate) -> str:
    """What a sweep will cost."""
    cells = Cells().words(estimate.cells)
    if estimate.new is None:
        tokens = translate("Sweep", "about {read} tokens to read, no limit to what is written").format(
            read=number(estimate.read)
        )
    else:
        tokens = translate("Sweep", "about {read} tokens to read, up to {new} to write").format(
            read=number(estimate.read), new=number(estimate.new)
        )
    return f"{cells} · {tokens}. {_time(estimate)}"


def _time(estimate: Estimate) -> str:
    if estimate.likely_s is None:
        return translate("Sweep", "How long it takes is known after the first answer of this model.")
    likely = duration(estimate.likely_s)
    if estimate.most_s is None or duration(estimate.most_s) == likely:
        return translate("Sweep", "About {likely}, if answers are as long as the last ones.").format(likely=likely)
    words = translate("Sweep", "About {likely}, if answers are as long as the last ones; {most} at most.")
    return words.format(likely=likely, most=duration(estimate.most_s))


def duration(seconds: float) -> str:
    """“20 s”, “3 min 10 s”, “2 h 5 min”."""
    whole = max(1, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return translate("Sweep", "{hours} h {minutes} min").format(hours=number(hours), minutes=minutes)
    if minutes:
        return translate("Sweep", "{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    return translate("Sweep", "{seconds} s").format(seconds=rest)


class Cells:
    """Counted cells, in the form that the language has for the number."""

    @staticmethod
    def tr(text: str, disambiguation: str = "", count: int = -1) -> str:
        """The translation for that count."""
        return translate("Cells", text, disambiguation, count)

    def words(self, count: int) -> str:
        """“1 cell”, “15 cells”."""
        return self.tr("1 cell") if count == 1 else self.tr("%Ln cells", "", count)

    def messages(self, count: int) -> str:
        """What the model reads before the prompt."""
        if not count:
            return self.tr("The model reads nothing before it.")
        one = self.tr("The model reads one message of this chat before it.")
        return one if count == 1 else self.tr("The model reads %Ln messages of this chat before it.", "", count)
