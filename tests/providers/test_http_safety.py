from __future__ import annotations

from pathlib import Path

import pytest

from h2o_desktop.core.errors import (
    DesktopError,
    InputError,
    NotAllowed,
    Unreachable,
)
from h2o_desktop.providers.http import HttpClient
from tests.fakes.socket_server import Connection, Received, SocketServer

KEY = "sk-very-secret-0123456789"


def echo(request: Received, connection: Connection) -> None:
    connection.reply(200, request.body or b"{}")


def test_the_key_goes_into_the_header_alone() -> None:
    with SocketServer(echo) as server:
        client = HttpClient(server.url, api_key=KEY)
        client.request("GET", "/models")
        client.close()
    assert server.received[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in server.received[0].target


def test_a_key_from_netrc_is_never_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with SocketServer(echo) as server:
        client = HttpClient(server.url)
        client.request("GET", "/")
        client.close()
    assert "authorization" not in server.received[0].headers


@pytest.mark.parametrize("key", ["sk-ключ", "sk-a\nX-Evil: 1", "sk-\0"])
def test_a_key_that_no_header_can_hold_is_refused_and_not_shown(key: str) -> None:
    client = HttpClient("http://127.0.0.1:1", api_key=key)
    with pytest.raises(InputError) as caught:
        client.request("GET", "/")
    assert key not in f"{caught.value} {caught.value.detail}"


def test_a_key_that_the_server_repeats_is_not_shown() -> None:
    def repeat(request: Received, connection: Connection) -> None:
        connection.reply(401, '{"error":{"message":"Incorrect API key provided: ' + KEY + '."}}')

    with SocketServer(repeat) as server:
        client = HttpClient(server.url, api_key=KEY)
        error = client.error_for(client.request("GET", "/"))
        in_stream = client.error_in_stream({"error": f"bad key {KEY}"})
        client.close()
    assert isinstance(error, NotAllowed)
    assert KEY not in f"{error} {error.detail} {error!r} {in_stream} {in_stream.detail}"
    assert "Incorrect API key" in str(error)


def test_a_redirect_within_the_server_is_followed() -> None:
    def redirect(request: Received, connection: Connection) -> None:
        if request.target == "/old":
            connection.reply(307, Location="/new")
        else:
            connection.reply(200, request.body)

    with SocketServer(redirect) as server:
        client = HttpClient(server.url, api_key=KEY)
        reply = client.request("POST", "/old", json={"a": 1})
        client.close()
    assert reply.json() == {"a": 1}
    assert server.paths() == ["POST /old", "POST /new"]


def test_a_redirect_never_carries_key_or_prompt_to_another_server() -> None:
    with (
        SocketServer(echo) as other,
        SocketServer(lambda _, connection: connection.reply(307, Location=f"{other.url}/x?y=1")) as server,
    ):
        client = HttpClient(server.url, api_key=KEY)
        for method in ("GET", "POST"):
            error = client.error_for(client.request(method, "/", json={"prompt": "private"}))
            assert other.url in str(error)
            assert error.kind == "request-refused"
        client.close()
        assert other.received == []


def test_a_redirect_that_changes_the_request_is_not_followed() -> None:
    with SocketServer(lambda _, connection: connection.reply(303, Location="/done")) as server:
        client = HttpClient(server.url)
        assert client.request("POST", "/form", form={"a": "1"}).status == 303
        client.close()
        assert server.paths() == ["POST /form"]


@pytest.mark.parametrize("location", ["http://[bad", "http://127.0.0.1:99999/", "", "https://127.0.0.1:8443/"])
def test_a_redirect_to_nowhere_is_not_followed(location: str) -> None:
    with SocketServer(lambda _, connection: connection.reply(302, Location=location)) as server:
        client = HttpClient(server.url)
        assert client.request("GET", "/").status == 302
        client.close()


def test_redirects_in_a_circle_end() -> None:
    with SocketServer(lambda _, connection: connection.reply(302, Location="/again")) as server:
        client = HttpClient(server.url)
        assert client.request("GET", "/").status == 302
        client.close()
    assert len(server.received) == 6


def test_cookies_are_kept_even_secure_ones_on_loopback() -> None:
    def give(request: Received, connection: Connection) -> None:
        connection.reply(200, Set_Cookie="hf-chat=abc; Path=/; HttpOnly; Secure; SameSite=None")

    with SocketServer(give) as server:
        client = HttpClient(server.url)
        client.request("GET", "/")
        client.request("GET", "/")
        client.close()
    assert [request.headers.get("cookie") for request in server.received] == [None, "hf-chat=abc"]


def test_secure_cookies_do_not_go_elsewhere_in_the_clear(proxy_to_a_host_elsewhere: SocketServer) -> None:
    client = HttpClient("http://chat.example.org")
    client.request("GET", "/")
    client.request("GET", "/")
    client.close()
    received = proxy_to_a_host_elsewhere.received
    assert [request.target for request in received] == ["http://chat.example.org/"] * 2
    assert [request.headers.get("cookie") for request in received] == [None, None]


def test_a_proxy_of_the_environment_is_used_when_that_is_wanted(proxy_to_a_host_elsewhere: SocketServer) -> None:
    client = HttpClient("http://127.0.0.1:1")
    with pytest.raises(Unreachable):
        client.request("GET", "/")  # this computer's own loopback is never asked for through a proxy
    assert proxy_to_a_host_elsewhere.received == []
    client = HttpClient("http://no-such-host.invalid", trust_env=False)
    with pytest.raises(Unreachable):
        client.request("GET", "/")
    assert proxy_to_a_host_elsewhere.received == []


def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(request: Received, connection: Connection) -> bool:
        connection.reply(403, "no")
        return False

    with SocketServer(refuse) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        with pytest.raises(Unreachable, match="proxy"):
            HttpClient("https://chat.example.org").request("GET", "/")
        assert proxy.received[0].path == "CONNECT chat.example.org:443"


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with SocketServer(echo) as server:
        gone = server.url
    monkeypatch.setenv("http_proxy", gone)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(Unreachable, match="proxy"):
        HttpClient("http://chat.example.org").request("GET", "/")


def test_a_socks_proxy_without_support_for_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(DesktopError):
        HttpClient("http://chat.example.org").request("GET", "/")
