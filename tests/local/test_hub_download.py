"""Fetching from a hub: whole, resumed, and everything that can go wrong on the way."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, DownloadError
from h2o_desktop.core.local_model import DownloadPhase, DownloadProgress, LocalModel
from h2o_desktop.local.catalog import CatalogEntry, HubSource
from h2o_desktop.local.download import fetch, fetch_entry
from h2o_desktop.local.download_job import DownloadJob, DownloadMeans
from tests.fakes.hub_server import FILE_NAME, REPOSITORY, RESOLVE, HubServer, Play

CONTENT = bytes(range(256)) * 8192  # 2 MiB
HALF = len(CONTENT) // 2
ENTRY = CatalogEntry(
    LocalModel("some-model", "Some Model", len(CONTENT), "Apache-2.0", "a hub"),
    "some-model.gguf",
    HubSource(REPOSITORY, FILE_NAME),
    context_tokens=100,
)


class Fetch:
    """One fetch into a folder, with everything that was told on the way."""

    def __init__(self, folder: Path, hub_url: str = "", **means: object) -> None:
        self.told: list[DownloadProgress] = []
        self.cancel = CancelToken()
        self.on_bytes: int | None = None
        self.target = folder / ENTRY.file_name
        self.means = DownloadMeans(hub_url=hub_url, pause_s=0.01, **means)  # type: ignore[arg-type]

    def run(self) -> Path:
        return fetch_entry(ENTRY, DownloadJob(self.target, self._tell, self.cancel), self.means)

    def fails(self) -> DownloadError:
        with pytest.raises(DownloadError) as caught:
            self.run()
        assert not self.target.exists()
        assert str(caught.value.hint)
        return caught.value

    def _tell(self, progress: DownloadProgress) -> None:
        self.told.append(progress)
        if self.on_bytes is not None and progress.done_bytes >= self.on_bytes:
            self.cancel.set()


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.part"))


def test_a_file_is_fetched_checked_and_put_in_place(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "models"
    with HubServer(CONTENT) as hub:
        attempt = Fetch(folder, hub.url)
        assert attempt.run() == attempt.target
        assert attempt.target.read_bytes() == CONTENT
        seen = len(hub.received)
        assert attempt.run() == attempt.target  # the second time nothing is asked
        assert len(hub.received) == seen
    assert [p.phase for p in attempt.told][:1] == [DownloadPhase.FETCHING]
    assert attempt.told[-1] == DownloadProgress(DownloadPhase.CHECKING, len(CONTENT), len(CONTENT))
    assert parts(folder) == []


def test_the_hub_of_the_environment_is_asked(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        attempt = Fetch(tmp_path, environment={"HF_ENDPOINT": hub.url + "/"})
        assert attempt.run().read_bytes() == CONTENT
    assert DownloadMeans(environment={}).hub == "https://huggingface.co"


def test_the_file_is_followed_to_where_it_lies(tmp_path: Path) -> None:
    with HubServer(CONTENT, [Play(cut_after=HALF)]) as hub:
        hub.redirects = True
        assert Fetch(tmp_path, hub.url).run().read_bytes() == CONTENT
        assert hub.ranges() == ["", f"bytes={HALF}-"]


def test_a_mirror_without_folder_lists_is_asked_by_the_headers_of_the_file(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        hub.has_tree = False
        assert Fetch(tmp_path, hub.url).run().read_bytes() == CONTENT
        assert f"HEAD {RESOLVE}" in hub.paths()


def test_a_break_is_resumed_where_it_happened(tmp_path: Path) -> None:
    plays = [Play(cut_after=HALF), Play(cut_after=100), Play(status=503), Play(cut_after=200, length=False)]
    with HubServer(CONTENT, plays) as hub:
        attempt = Fetch(tmp_path, hub.url)
        assert attempt.run().read_bytes() == CONTENT
        starts = [f"bytes={HALF + more}-" for more in (0, 100, 100, 300)]
        assert hub.ranges() == ["", *starts]
    done = [p.done_bytes for p in attempt.told if p.phase is DownloadPhase.FETCHING]
    assert done == sorted(done)


def test_a_fetch_goes_on_in_the_next_run(tmp_path: Path) -> None:
    with HubServer(CONTENT, [Play(cut_after=HALF), Play(status=500)]) as hub:
        error = Fetch(tmp_path, hub.url, attempts=1).fails()
        assert "could not be reached, or the connection broke" in str(error)
        assert [part.stat().st_size for part in parts(tmp_path)] == [HALF]
        error = Fetch(tmp_path, hub.url, attempts=1).fails()
        assert "status 500" in str(error)
        assert Fetch(tmp_path, hub.url).run().read_bytes() == CONTENT
        assert hub.ranges() == ["", f"bytes={HALF}-", f"bytes={HALF}-"]
    assert parts(tmp_path) == []


def test_a_whole_part_is_only_checked(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        (tmp_path / f".{ENTRY.file_name}.{hub.sha256[:16]}.part").write_bytes(CONTENT)
        assert Fetch(tmp_path, hub.url).run().read_bytes() == CONTENT
        assert hub.ranges() == []


@pytest.mark.parametrize(
    "play",
    [Play(whole=True), Play(status=416), Play(start=3)],
    ids=["ranges are ignored", "416", "another range than asked"],
)
def test_a_part_that_the_server_does_not_continue_is_begun_anew(tmp_path: Path, play: Play) -> None:
    with HubServer(CONTENT, [Play(cut_after=HALF), play]) as hub:
        assert Fetch(tmp_path, hub.url).run().read_bytes() == CONTENT


def test_a_part_longer_than_the_file_is_begun_anew(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        (tmp_path / f".{ENTRY.file_name}.{hub.sha256[:16]}.part").write_bytes(CONTENT + b"more")
        assert Fetch(tmp_path, hub.url).run().read_bytes() == CONTENT
        assert hub.ranges() == [""]


def test_parts_of_an_older_version_are_thrown_away(tmp_path: Path) -> None:
    old = tmp_path / f".{ENTRY.file_name}.{'0' * 16}.part"
    old.write_bytes(b"x" * HALF)
    with HubServer(CONTENT) as hub:
        assert Fetch(tmp_path, hub.url).run().read_bytes() == CONTENT
        assert hub.ranges() == [""]
    assert not old.exists()


def test_a_file_with_another_hash_is_deleted(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub:
        hub.content = CONTENT[:-1] + b"?"
        error = Fetch(tmp_path, hub.url).fails()
    assert "not the one that was promised" in str(error)
    assert hub.sha256 in error.detail
    assert parts(tmp_path) == []


@pytest.mark.parametrize("play", [Play(cut_after=HALF), Play()], ids=["in the middle", "from the beginning"])
def test_a_file_that_changed_meanwhile_is_noticed_by_its_size(tmp_path: Path, play: Play) -> None:
    with HubServer(CONTENT, [play] if play.cut_after else []) as hub:
        hub.content = CONTENT if play.cut_after else CONTENT + b"new"
        attempt = Fetch(tmp_path, hub.url)
        if play.cut_after:
            hub._plays.append(Play(total=len(CONTENT) + 3))
        error = attempt.fails()
    assert "not the one that was promised" in str(error)
    assert f"{len(CONTENT) + 3} bytes instead of {len(CONTENT)}" in error.detail
    assert parts(tmp_path) == []


def test_more_bytes_than_promised_are_refused(tmp_path: Path) -> None:
    with HubServer(CONTENT, [Play(extra=b"more", length=False)]) as hub:
        error = Fetch(tmp_path, hub.url).fails()
    assert "more than the promised" in error.detail
    assert parts(tmp_path) == []


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


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid"), reason="a lock of POSIX systems")
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


def test_the_catalogue_s_model_is_asked_of_the_hub_by_its_name(tmp_path: Path) -> None:
    with HubServer(CONTENT) as hub, pytest.raises(DownloadError, match="has no file h2o-danube3-500m-chat-Q4_K_M"):
        fetch(
            "danube3-500m",
            tmp_path,
            progress=lambda _progress: None,
            cancel=CancelToken(),
            means=DownloadMeans(hub_url=hub.url),
        )
    assert hub.paths()[0] == "GET /api/models/h2oai/h2o-danube3-500m-chat-GGUF/tree/main"
