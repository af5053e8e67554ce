"""A conversation with a sweep and probabilities of tokens, and the same grown."""

from __future__ import annotations

from dataclasses import replace

from h2o_desktop.core.conversation import Belongings, Conversation
from h2o_desktop.core.sweep import Sweep
from h2o_desktop.core.tokens import Alternative, Token, packed, stored_form
from tests.fakes.conversation_examples import finished, first_turn
from tests.fakes.sweep_examples import answered, planned, swept

RECORDS = packed(
    [
        Token(b"A", -0.5, 1, (Alternative(b"A", -0.5, 1), Alternative(b"The", -1.25))),
        Token(b" plant", None, None),
        Token(b".", -2.0, 3),
    ]
)


def with_sweep_and_tokens() -> Conversation:
    """One whose prompt was asked in a sweep, and whose answer came with probabilities."""
    turn = first_turn()
    answer = finished(turn.messages[1], "A plant.")
    whole = Conversation(replace(turn.summary, message_count=2), (turn.messages[0], answer), answer.id)
    return replace(whole, belongings=Belongings((swept(planned(turn)),), {answer.id: stored_form(RECORDS)}))


def with_more_of_all(before: Conversation) -> Conversation:
    """The same after another cell was answered and another sweep made, and more became known of the prompt's tokens."""
    (sweep,) = before.belongings.sweeps
    more = sweep.with_cell(4, answered(sweep.plan, 4, "Another river."))
    other = Sweep.of(replace(sweep.plan, id="another sweep", created_s=sweep.plan.created_s + 1))
    tokens = {**before.belongings.tokens, before.messages[0].id: stored_form(packed([Token(b"What", -1.0)]))}
    return replace(before, belongings=Belongings((more, other.with_cell(0, sweep.cells[0])), tokens))
