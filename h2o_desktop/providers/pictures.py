"""Pictures that an answer names, fetched when a person asks for them."""

from __future__ import annotations

from urllib.parse import urlsplit

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers.http import HttpClient

READ_TIMEOUT_S = 30.0


def fetch_picture(address: str, cancel: CancelToken) -> bytes:
    """The bytes at an http or https address, at most 16 MiB. Raises InputError, or what HttpClient raises.

    Nothing but the address is told to the server: no cookie, no key, no referrer.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise InputError(
            Words(
                QT_TRANSLATE_NOOP("errors", "“{address}” is not the address of a picture."), {"address": address[:200]}
            ),
            Words(QT_TRANSLATE_NOOP("errors", "Only pictures on web servers can be loaded.")),
        )
    client = HttpClient(
        f"{parts.scheme}://{parts.netloc}", headers={"Accept": "image/*"}, read_timeout_s=READ_TIMEOUT_S
    )
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        reply = client.request("GET", path, cancel=cancel)
    finally:
        client.close()
    if not reply.ok:
        raise client.error_for(reply)
    return reply.body
