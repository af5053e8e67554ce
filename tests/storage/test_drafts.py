"""Unsent text on disk: out and in equal, damaged files passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.unsent import Unsent
from h2o_desktop.storage.drafts import DraftFiles
from h2o_desktop.storage.home_folder import HomeFolder

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
UNSENT = st.builds(
    Unsent, text=TEXTS, queued=st.lists(TEXTS, max_size=3).map(tuple), edited_id=TEXTS, edited=TEXTS, system=TEXTS
)


@settings(max_examples=30)
@given(st.dictionaries(TEXTS, UNSENT, max_size=4))
def test_what_is_kept_is_read_again(tmp_path_factory: pytest.TempPathFactory, kept: dict[str, Unsent]) -> None:
    drafts = DraftFiles(HomeFolder(tmp_path_factory.mktemp("data")))
    for conversation_id, unsent in kept.items():
        drafts.keep(conversation_id, unsent)
    assert drafts.load() == {name: unsent for name, unsent in kept.items() if not unsent.is_empty}


def test_an_empty_draft_leaves_no_file(tmp_path: Path) -> None:
    drafts = DraftFiles(HomeFolder(tmp_path))
    assert drafts.load() == {}
    drafts.keep("../a/b", Unsent("text"))
    drafts.keep("../a/b", Unsent())
    drafts.keep("never there", Unsent())
    assert list((tmp_path / "drafts").iterdir()) == []


@pytest.mark.parametrize("damaged", ["", "[]", '{"text": "x"}', '"text"', "\x00"])
def test_a_damaged_file_hides_no_other(tmp_path: Path, damaged: str) -> None:
    drafts = DraftFiles(HomeFolder(tmp_path))
    drafts.keep("a", Unsent("text"))
    (tmp_path / "drafts" / "0.json").write_text(damaged)
    assert drafts.load() == {"a": Unsent("text")}
    assert (tmp_path / "drafts" / "0.json").read_text() == damaged


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        DraftFiles(HomeFolder(tmp_path / "file")).keep("a", Unsent("text"))


def test_a_home_folder_is_made_once_and_never_anew(tmp_path: Path) -> None:
    home = tmp_path / "data"
    drafts = DraftFiles(HomeFolder(home))
    drafts.keep("a", Unsent("text"))
    drafts.keep("a", Unsent("longer text"))
    away = home.rename(tmp_path / "away")
    with pytest.raises(StorageError, match="no longer there"):
        drafts.keep("a", Unsent("an even longer text"))
    assert not home.exists()
    away.rename(home)
    drafts.keep("a", Unsent("an even longer text"))
    assert drafts.load() == {"a": Unsent("an even longer text")}
