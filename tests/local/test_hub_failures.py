"""Hubs that are gone, silent, lying or refusing, disks that are full, and people who change their mind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from h2o_desktop.core.errors import Cancelled, DownloadError
from h2o_desktop.local.catalog import CatalogEntry, HubSource
from h2o_desktop.local.download import fetch_entry
from h2o_desktop.local.download_job import DownloadJob, DownloadMeans
from tests.fakes.hub_server import FILE_NAME, HubServer, Play
from tests.local.hub_fetch import CONTENT, ENTRY, HALF, Fetch, parts


def test_a_server_that_breaks_off_again_and_again_is_given_up(tmp_path: Path) -> None:
    with HubServer(CONTENT, [Play(whole=True, cut_after=HALF)] * 5) as hub:
        error = Fetch(tmp_path, hub.url, attempts=3).fails()
        assert len(hub.ranges()) == 3
    assert "the connection broke" in str(error)
    assert "what came so far is kept" in str(error)


def test_a_silent_server_is_told_apart_from_none(tmp_path: Path) -> None:
    with HubServer(CONTENT, [Play(silent=True, cut_after=10)] * 3) as hub:
        error = Fetch(tmp_path, hub.url, attempts=1, read_timeout_s=0.05).fails()
        assert "stopped answering" in str(error)
    with HubServer(CONTENT, describes=[Play(silent=True)] * 3) as hub:
        error = Fetch(tmp_path, hub.url, attempts=1, read_timeout_s=0.05).fails()
        assert "stopped answering" in str(error)
        port = hub.port
    error = Fetch(tmp_path, f"http://127.0.0.1:{port}", attempts=2).fails()
    assert f"127.0.0.1:{port} could not be reached" in str(error)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with HubServer(CONTENT, [Play(status=404)]) as hub:
        assert f"has no file {FILE_NAME}" in str(Fetch(tmp_path, hub.url).fails())
    with HubServer(CONTENT) as hub:
        hub.has_tree = False
        missing = CatalogEntry(
            ENTRY.model, ENTRY.file_name, HubSource("nobody/nothing", "not there.gguf"), context_tokens=1
        )
        attempt = Fetch(tmp_path, hub.url)
        with pytest.raises(DownloadError, match=r"has no file not there\.gguf"):
            fetch_entry(missing, DownloadJob(attempt.target, attempt.told.append, attempt.cancel), attempt.means)


def test_a_refusal_is_told_with_its_status(tmp_path: Path) -> None:
    with HubServer(CONTENT, describes=[Play(status=403)]) as hub:
        assert "status 403" in str(Fetch(tmp_path, hub.url).fails())
        assert len(hub.received) == 1  # no use in asking again
    with HubServer(CONTENT, describes=[Play(status=429), Play(status=429), Play(status=429)]) as hub:
        assert "status 429" in str(Fetch(tmp_path, hub.url).fails())


@pytest.mark.parametrize("body", ["<html>Please log in</html>", '{"a": 1}', "[1]", "null"])
def test_an_answer_that_is_no_hub_s(tmp_path: Path, body: str) -> None:
    with HubServer(CONTENT) as hub:
        hub.tree_body = body
        assert "did not answer like a model hub" in str(Fetch(tmp_path, hub.url).fails())


def test_a_mirror_that_tells_no_hash_is_not_trusted(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        hub.has_tree = False
        hub.sha256 = "W/weak"
        assert "did not answer like a model hub" in str(Fetch(tmp_path, hub.url).fails())


def test_a_stop_keeps_what_came(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        attempt = Fetch(tmp_path, hub.url)
        attempt.on_bytes = HALF
        with pytest.raises(Cancelled):
            attempt.run()
        assert not attempt.target.exists()
        kept = parts(tmp_path)[0].stat().st_size
        assert HALF <= kept < len(CONTENT)
        assert Fetch(tmp_path, hub.url).run().read_bytes() == CONTENT
        assert hub.ranges() == ["", f"bytes={kept}-"]


@pytest.mark.parametrize("while_describing", [True, False], ids=["before any answer", "in the body"])
def test_a_stop_frees_a_fetch_that_waits_for_a_silent_server(tmp_path: Path, while_describing: bool) -> None:
    plays = [Play(silent=True, cut_after=10)]
    with HubServer(CONTENT, [] if while_describing else plays, plays if while_describing else []) as hub:
        attempt = Fetch(tmp_path, hub.url, read_timeout_s=600)

        def stop() -> None:
            hub.silence_begun.wait(30)
            attempt.cancel.set()

        stopper = threading.Thread(target=stop)
        stopper.start()
        with pytest.raises(Cancelled):
            attempt.run()
        stopper.join()


def test_a_stop_while_waiting_for_the_next_attempt(tmp_path: Path) -> None:
    with HubServer(CONTENT, describes=[Play(status=503)] * 3) as hub:
        attempt = Fetch(tmp_path, hub.url)
        attempt.means = DownloadMeans(hub_url=hub.url, pause_s=600)

        def stop() -> None:
            while not hub.received:
                attempt.cancel.wait(0.01)
            attempt.cancel.set()

        stopper = threading.Thread(target=stop)
        stopper.start()
        with pytest.raises(Cancelled):
            attempt.run()
        stopper.join()


def test_a_stop_before_the_beginning(tmp_path: Path) -> None:
    attempt = Fetch(tmp_path, "http://127.0.0.1:9")
    attempt.cancel.set()
    with pytest.raises(Cancelled):
        attempt.run()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_too_small_is_told_before_the_first_byte(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        hub.size = 10**18
        error = Fetch(tmp_path, hub.url).fails()
        assert hub.ranges() == []
    assert "not enough free space" in str(error)
    assert "Free about 1000000000000 MB" in str(error)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_gets_full_is_told_in_words(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        (tmp_path / f".{ENTRY.file_name}.{hub.sha256[:16]}.part").symlink_to("/dev/full")
        error = Fetch(tmp_path, hub.url).fails()
    assert "not enough free space" in str(error)


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    attempt = Fetch(tmp_path / "models", "http://127.0.0.1:9")
    with pytest.raises(DownloadError, match="could not be written"):
        attempt.run()


def test_two_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    with HubServer(CONTENT, [Play(silent=True, cut_after=HALF)]) as hub:
        first, second = Fetch(tmp_path, hub.url), Fetch(tmp_path, hub.url)
        caught: list[BaseException] = []

        def run_first() -> None:
            try:
                first.run()
            except Cancelled as error:
                caught.append(error)

        thread = threading.Thread(target=run_first)
        thread.start()
        assert hub.silence_begun.wait(30)
        assert "being fetched already" in str(second.fails())
        first.cancel.set()
        thread.join()
        assert len(caught) == 1
        assert second.run().read_bytes() == CONTENT
