"""Asking in a conversation that is not shown, such as for a prompt that waited there."""

from __future__ import annotations

from functools import partial

from h2o_desktop.core.draft import Asking, draft_turn
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.qt.turn_board import TurnBoard, TurnParts


async def send_to(conversation_id: str, prompt: str, board: TurnBoard, parts: TurnParts, now_s: float) -> None:
    """Ask with the model and the parameters that the conversation had last; not while an answer is on its way there.

    Runs in the GUI thread and loads in the store's lane. A failure is told by the board's `not_stored`.
    """
    try:
        conversation = await parts.store_lane.run(partial(parts.store.load, conversation_id))
    except DesktopError as error:
        board.not_stored.emit(conversation_id, error)
        return
    summary = conversation.summary
    if not board.is_busy(conversation_id):
        asking = Asking(summary.connection, summary.model, summary.parameters, now_s)
        board.begin(draft_turn(asking, prompt, summary=summary, path=conversation.path()))
