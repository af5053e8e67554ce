"""How an answer was made: its figures, what became of each parameter, and the request as it went out."""

from __future__ import annotations

from h2o_desktop.ui.answer_details.dialog import AnswerDetails, Tab

__all__ = ["AnswerDetails", "Tab"]
