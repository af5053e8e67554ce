"""Fetching from a hub: whole, resumed, and never two versions mixed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import DownloadError
from h2o_desktop.core.local_model import DownloadPhase, DownloadProgress
from h2o_desktop.local.download import fetch
from h2o_desktop.local.download_job import DownloadMeans
from tests.fakes.hub_server import RESOLVE, HubServer, Play
from tests.local.hub_fetch import CONTENT, ENTRY, HALF, Fetch, parts


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


BREAKS = st.one_of(
    st.builds(Play, cut_after=st.integers(0, len(CONTENT) - 1), whole=st.booleans(), length=st.booleans()),
    st.sampled_from([Play(status=416), Play(status=503)]),
)


@settings(max_examples=15, deadline=None)
@given(plays=st.lists(BREAKS, max_size=4))
def test_breaks_anywhere_leave_the_same_file(plays: list[Play]) -> None:
    with tempfile.TemporaryDirectory() as folder, HubServer(CONTENT, plays) as hub:
        assert Fetch(Path(folder), hub.url, attempts=6).run().read_bytes() == CONTENT
        assert parts(Path(folder)) == []


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
