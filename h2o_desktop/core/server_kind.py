"""What there is to say of a kind of server and its parameters, as values; the kinds stand in `capabilities`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from h2o_desktop.core import engines
from h2o_desktop.core.engines import Engine, Telling
from h2o_desktop.core.parameters import ParameterValue


class Treatment(StrEnum):
    """What becomes of a parameter on its way to the server."""

    AS_IS = "as-is"
    RENAMED = "renamed"
    CLAMPED = "clamped"
    EMULATED = "emulated"
    LEFT_OUT = "left-out"
    REFUSED = "refused"
    NOT_SENT = "not-sent"


SENT = frozenset({Treatment.AS_IS, Treatment.RENAMED, Treatment.CLAMPED})  # what goes over the wire


class Greedy(StrEnum):
    """How a kind of server is told to always take the likeliest token."""

    ZERO_TEMPERATURE = "zero-temperature"
    SWITCH_ALONE = "switch-alone"


class Continuing(StrEnum):
    """How a kind of server is told to go on with an answer that was cut."""

    PREFIX = "prefix"  # the answer so far is the last message, and the model goes on behind it
    ASKED = "asked"  # it can only be asked for in words


class Cutting(StrEnum):
    """What of a prompt is left out when it is longer than was asked for."""

    OLDEST_TURNS = "oldest-turns"  # whole turns; the system prompt is kept
    FIRST_TOKENS = "first-tokens"  # whatever comes first, in the middle of a message too, and so the system prompt


@dataclass(frozen=True, slots=True)
class Field:
    """How one parameter is sent: under `name`, within `lowest` and `highest`.

    `omit_from`: from this value on the field must be left out, since the server refuses it and leaving it out
    means the same (text-generation-inference and top-p 1.0). `emulated`: the program does it itself, nothing is sent.
    `most`: so many texts of a list are taken. `note`: what the server makes of it, marked under the context `captions`.
    """

    name: str = ""
    lowest: float | None = None
    highest: float | None = None
    omit_from: float | None = None
    emulated: bool = False
    most: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a kind of server takes.

    `fields` maps parameter keys to how they are sent; a key that is missing is not accepted. `always` is sent with
    every request, `when_greedy` with those that take the likeliest token, `when_continuing` with those that let the
    model go on behind its own words, `when_probabilities` with those that ask for the probabilities of the tokens of an
    answer; empty where a server tells none. `takes_tokens`: an answer can begin with tokens, whole characters or not,
    and the engine be asked what could have come at each of them. `tells_chosen`: with an answer comes how likely each
    of its tokens was at the settings, and nothing of others. `cutting` is how a prompt is cut at `truncate`, by the
    server or by the program, and `counts` whether the server can be asked for the tokens of a text. `engine` is how it
    chooses the next token, and `telling` how it can be asked for that choice, None where it does not tell. `usual` are
    the values that such servers use for parameters that are not sent.
    """

    fields: Mapping[str, Field]
    greedy: Greedy = Greedy.ZERO_TEMPERATURE
    always: Mapping[str, object] = field(default_factory=dict)
    when_greedy: Mapping[str, object] = field(default_factory=dict)
    continuing: Continuing = Continuing.ASKED
    when_continuing: Mapping[str, object] = field(default_factory=dict)
    when_probabilities: Mapping[str, object] = field(default_factory=dict)
    takes_tokens: bool = False
    tells_chosen: bool = False
    cutting: Cutting = Cutting.OLDEST_TURNS
    counts: bool = False
    engine: Engine = engines.OPENAI
    telling: Telling | None = None
    usual: Mapping[str, ParameterValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Treated:
    """What became of one parameter: the name it is sent under and the value that is sent, where it is sent.

    `note` is what else there is to say, marked under the context `captions`.
    """

    treatment: Treatment
    name: str = ""
    value: ParameterValue = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The fields to send, and for every known parameter what became of it."""

    sent: Mapping[str, object]
    treated: Mapping[str, Treated]
