"""Titles that the model makes: what it is asked, and what of its answer is taken."""

from __future__ import annotations

from h2o_desktop.core.conversation import TITLE_LETTERS, Conversation, Message, Role, Status, title_from
from h2o_desktop.core.provider import ChatMessage, ChatRequest

MOST_LETTERS_ASKED_ABOUT = 1_000
MOST_TOKENS = 32
_QUESTION = (
    "Name this conversation in at most six words, in the language in which it is held. "
    "Answer with the name alone, without quotes.\n\n{prompt}\n\n{answer}"
)
_AROUND = " \t\"'`*#_“”„«»‘’.:"


def wants_title(conversation: Conversation) -> bool:
    """Whether nothing but its first prompt was asked, the answer shown is whole, and the title is its first words."""
    path = conversation.path()
    return (
        len(path) == 2
        and all(message.parent_id in {None, path[0].id} for message in conversation.messages)
        and path[-1].role is Role.ASSISTANT
        and path[-1].status is Status.COMPLETE
        and conversation.summary.title == title_from(path[0].content)
    )


def title_request(prompt: Message, answer: Message, conversation_id: str) -> ChatRequest:
    """What the model that answered is asked; `conversation_id` is not that of the conversation."""
    question = _QUESTION.format(
        prompt=prompt.content[:MOST_LETTERS_ASKED_ABOUT], answer=answer.content[:MOST_LETTERS_ASKED_ABOUT]
    )
    requested = {"temperature": 0.2, "max_new_tokens": MOST_TOKENS, "seed": 1}
    return ChatRequest(answer.model, (ChatMessage(Role.USER, question),), requested, conversation_id)


def cleaned_title(text: str) -> str:
    """The first line of an answer as a title, without the quotes around it; empty when nothing is left."""
    line = next((line for line in map(_bare, text.splitlines()) if line), "")
    return title_from(line) if len(line) > TITLE_LETTERS else line


def _bare(line: str) -> str:
    bare = " ".join(line.strip(_AROUND).split())
    for begin in ("Title:", "Name:"):
        bare = bare.removeprefix(begin).strip(_AROUND)
    return bare
