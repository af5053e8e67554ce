"""The cookies of one server. Importing this module imports requests."""

from __future__ import annotations

from http.cookiejar import Cookie
from typing import Any

from requests.cookies import RequestsCookieJar


class LoopbackCookieJar(RequestsCookieJar):
    """Gives `Secure` cookies back over plain http, as browsers do on this computer's own loopback.

    A chat-ui server marks its session cookie `Secure` even when it is spoken to over http, and without the cookie every
    request is a new session. The mark is taken off as the cookie comes in, since requests copies cookies into jars of
    its own before it sends them.
    """

    def set_cookie(self, cookie: Cookie, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - passed on as they are
        """Keep `cookie`."""
        cookie.secure = False
        super().set_cookie(cookie, *arguments, **named)


def cookie_jar(*, loopback: bool) -> RequestsCookieJar:
    """An empty jar for a server on this computer or elsewhere."""
    return LoopbackCookieJar() if loopback else RequestsCookieJar()
