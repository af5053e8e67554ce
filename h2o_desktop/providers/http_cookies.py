"""The cookies of one server. Importing this module imports requests."""

from __future__ import annotations

from http.cookiejar import Cookie, DefaultCookiePolicy
from urllib.request import Request

from requests.cookies import RequestsCookieJar


class _LoopbackPolicy(DefaultCookiePolicy):
    """Gives `Secure` cookies back over plain http, as browsers do on this computer's own loopback.

    A chat-ui server marks its session cookie `Secure` even when it is spoken to over http, and without the cookie every
    request is a new session.
    """

    def return_ok_secure(self, cookie: Cookie, request: Request) -> bool:  # noqa: ARG002 - the names of the base class
        """Whether `cookie` may be sent with `request`, as far as TLS goes: always."""
        return True


def cookie_jar(*, loopback: bool) -> RequestsCookieJar:
    """An empty jar for a server on this computer or elsewhere."""
    return RequestsCookieJar(policy=_LoopbackPolicy()) if loopback else RequestsCookieJar()
