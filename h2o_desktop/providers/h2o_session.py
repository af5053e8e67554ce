"""A session with a classic chat-ui server, as H2O ran one in 2023: its requests, its rules, its refusals.

Facts of the protocol (measured on the server of June 2023): the session is a cookie; a form needs a Referer of the
server's own scheme, host and port; nothing but the settings works before the welcome message was accepted; the answer
to `Accept: application/json` is JSON, errors too; every non-empty value of a switch means yes, so *no* is sent empty.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import DesktopError, ModelGone, NotAllowed, ServerError, UnknownModel
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.wire_request import WireRequest
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers import h2o_page_data
from h2o_desktop.providers.http import HttpClient, Reply, ResponseStream
from h2o_desktop.providers.http_errors import unreadable

ASIDE_TIMEOUT_S = 1.5  # for what is asked beside the answer: stopping, deleting

_LOOK_EVERY_S = 0.05
_OK = {200, 303}


class H2OSession:
    """One session. Threads may use it at the same time; one conversation takes one turn at a time."""

    def __init__(self, client: HttpClient, *, share_with_authors: bool = False) -> None:
        self.client = client
        self._share = share_with_authors
        self._lock = threading.Lock()
        self._beginning = threading.Lock()
        self._accepted = False
        self._origin = client.origin

    def create(self, model_id: str, cancel: CancelToken) -> str:
        """A new conversation with a model on the server; returns its id there."""
        reply = self._created(model_id, cancel)
        if _wants_welcome(reply):  # it has forgotten the session since the last time
            self.lose()
            reply = self._created(model_id, cancel)
        if not reply.ok:
            raise self._not_created(reply, model_id, cancel)
        with suppress(ValueError):
            answer = reply.json()
            if isinstance(answer, dict) and isinstance(answer.get("conversationId"), str) and answer["conversationId"]:
                return str(answer["conversationId"])
        raise unreadable(self.client.address, f"no conversationId in {reply.body[:500]!r}")

    @contextmanager
    def answer(self, conversation_id: str, body: Mapping[str, object], cancel: CancelToken) -> Iterator[ResponseStream]:
        """Send a message, and give the stream of the answer, whatever its status."""
        path = message_path(conversation_id)
        with self.client.open_stream("POST", path, json=body, headers=self._headers(), cancel=cancel) as stream:
            yield stream

    def described(self, conversation_id: str, body: Mapping[str, object]) -> WireRequest:
        """What `answer` sends, without secrets; nothing is sent."""
        return self.client.described("POST", message_path(conversation_id), json=body, headers=self._headers())

    def stop(self, conversation_id: str) -> None:
        """Ask the server to stop the answer of a conversation; closing the socket alone does not stop it."""
        self._aside("POST", f"/conversation/{conversation_id}/stop-generating")

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation on the server, when that is possible."""
        self._aside("DELETE", f"/conversation/{conversation_id}")

    def delete_all(self) -> None:
        """Delete every conversation of this session, when that is possible."""
        self._aside("POST", "/conversations?/delete", form={"all": "true"})

    def models(self, cancel: CancelToken) -> tuple[ModelInfo, ...]:
        """The models that the server's page lists."""
        reply = self.client.request("GET", "/__data.json", cancel=cancel)
        if not reply.ok:
            raise self.error_for(reply)
        try:
            return h2o_page_data.models_in(reply.json())
        except ValueError as error:
            raise unreadable(self.client.address, f"{error}: {reply.body[:500]!r}") from error

    def stored_ids(self, conversation_id: str, cancel: CancelToken) -> tuple[str, ...] | None:
        """The ids of the messages that the server has stored; None when it does not show the conversation."""
        reply = self.client.request("GET", f"/conversation/{conversation_id}/__data.json", cancel=cancel)
        with suppress(ValueError):
            return h2o_page_data.message_ids_in(reply.json())
        return None

    def lose(self) -> None:
        """The server has forgotten this session: accept its welcome message again before the next conversation."""
        with self._lock:
            self._accepted = False

    def error_for(self, reply: Reply) -> ServerError:
        """The error that a refusing answer means, in the terms of this protocol where it has its own."""
        error = self.client.error_for(reply)
        if reply.status == 401:
            return NotAllowed(
                error.summary,
                Words(QT_TRANSLATE_NOOP("errors", "This server wants a login, which this program cannot give.")),
                error.detail,
                status=401,
            )
        if reply.status == 403 and b"referer" in reply.body:
            return NotAllowed(
                error.summary,
                Words(QT_TRANSLATE_NOOP("errors", "Give the address exactly as the server itself is called.")),
                error.detail,
                status=403,
            )
        if _wants_welcome(reply):
            return NotAllowed(
                Words(QT_TRANSLATE_NOOP("errors", "The server does not keep the session with this program.")),
                Words(QT_TRANSLATE_NOOP("errors", "Give its address with https://, since it needs a secure cookie.")),
                error.detail,
                status=405,
            )
        return error

    def _created(self, model_id: str, cancel: CancelToken) -> Reply:
        self._accept(model_id, cancel)
        return self.client.request(
            "POST", "/conversation", json={"model": model_id}, headers=self._headers(), cancel=cancel
        )

    def _accept(self, model_id: str, cancel: CancelToken) -> None:
        """Accept the welcome message, which also begins the session. Sharing is off unless the person wants it.

        One thread does so while others wait: of two sessions that began at once, one would lose its conversations.
        """
        with self._alone(cancel):
            if self._accepted:
                return
            form = {
                "ethicsModalAccepted": "true",
                "shareConversationsWithModelAuthors": "true" if self._share else "",
                "activeModel": model_id,
            }
            reply = self._post_settings(form, cancel)
            if reply.status not in _OK:
                raise self._not_created(reply, model_id, cancel)
            with self._lock:
                self._accepted = True

    @contextmanager
    def _alone(self, cancel: CancelToken) -> Iterator[None]:
        """Keep other threads from beginning a session; raises Cancelled when `cancel` is set while it waits."""
        while not self._beginning.acquire(timeout=_LOOK_EVERY_S):
            cancel.raise_if_set()
        try:
            yield
        finally:
            self._beginning.release()

    def _post_settings(self, form: Mapping[str, str], cancel: CancelToken) -> Reply:
        reply = self.client.request("POST", "/settings", form=form, headers=self._headers(), cancel=cancel)
        secure = self._origin.replace("http://", "https://", 1)
        if reply.status == 403 and secure != self._origin:
            # A server without TLS of its own takes itself to be behind one, unless it was told its address.
            self._origin = secure
            reply = self.client.request("POST", "/settings", form=form, headers=self._headers(), cancel=cancel)
        return reply

    def _not_created(self, reply: Reply, model_id: str, cancel: CancelToken) -> DesktopError:
        """The server answers 500 for a model that it does not have, as for much else: its page tells which."""
        error = self.error_for(reply)
        if reply.status != 500:
            return error
        with suppress(DesktopError):
            served = self.models(cancel)
            if all(model.id != model_id for model in served):
                names = ", ".join(model.id for model in served)
                return ModelGone(
                    Words(
                        QT_TRANSLATE_NOOP("errors", "The server does not have the model {model}."), {"model": model_id}
                    ),
                    Words(QT_TRANSLATE_NOOP("errors", "Choose another model. It has: {names}"), {"names": names}),
                    error.detail,
                    status=500,
                )
        return error

    def _aside(self, method: str, path: str, form: Mapping[str, str] | None = None) -> None:
        """Ask for something that is good to have but that nobody waits for: at most for ASIDE_TIMEOUT_S."""
        enough = CancelToken()
        timer = threading.Timer(ASIDE_TIMEOUT_S, enough.set)
        timer.daemon = True
        timer.start()
        try:
            with suppress(DesktopError):
                self.client.request(method, path, form=form, headers=self._headers(), cancel=enough)
        finally:
            timer.cancel()
            timer.join()

    def _headers(self) -> dict[str, str]:
        # Old servers look at the Referer and newer ones at the Origin.
        return {"Origin": self._origin, "Referer": f"{self._origin}/"}


def message_path(conversation_id: str) -> str:
    """Where the messages of a conversation go."""
    return f"/conversation/{conversation_id}"


def model_id_of(name: str, known: Mapping[str, str], listed: tuple[str, ...] = ()) -> str:
    """The full id of a model, given by its short name or its full id. Raises UnknownModel with the known ones."""
    if name in known:
        return known[name]
    if name in known.values() or name in listed:
        return name
    raise UnknownModel(
        Words(QT_TRANSLATE_NOOP("errors", "There is no model “{model}” here."), {"model": str(name)[:200]}),
        Words(QT_TRANSLATE_NOOP("errors", "The known ones are {names}."), {"names": ", ".join(known)}),
        f"full ids: {', '.join([*known.values(), *listed])}",
    )


def is_lost(reply: Reply) -> bool:
    """Whether a refusal means that the session or the conversation is no longer there, so that a new one may help."""
    return reply.status in {403, 404, 410} or _wants_welcome(reply)


def _wants_welcome(reply: Reply) -> bool:
    """The server uses 405 for this too; only the text tells it from a method that is not allowed."""
    return reply.status == 405 and b"welcome modal" in reply.body
