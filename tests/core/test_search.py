"""What a person types into the search box."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.search import (
    SearchFilters,
    SearchQuery,
    Term,
    parse_query,
    typed_filters,
    with_typed_filters,
)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("tree", [Term("tree", beginning=True)], []),
        ("tree ", [Term("tree")], []),
        ("tall tree", [Term("tall"), Term("tree", beginning=True)], []),
        ('"tall tree" x ', [Term("tall tree"), Term("x")], []),
        ('"tall tr', [Term("tall tr")], []),
        ("tr* tall ", [Term("tr", beginning=True), Term("tall")], []),
        ("tree -bush ", [Term("tree")], [Term("bush")]),
        ('tree -"a bush" -sh* ', [Term("tree")], [Term("a bush"), Term("sh", beginning=True)]),
        ("tree !!! - *", [Term("tree")], []),
        ("well-known ", [Term("well-known")], []),
        ("http://x ", [Term("http://x")], []),
    ],
)
def test_words_phrases_and_exclusions(text: str, wanted: list[Term], unwanted: list[Term]) -> None:
    assert parse_query(text) == SearchQuery(tuple(wanted), tuple(unwanted))


def test_filters_stand_among_the_words() -> None:
    query = parse_query('tree role:assistant model:"h2o danube" tag:work after:2026-01-02 before:2026-02-01')
    assert query.wanted == (Term("tree"),)
    assert query.filters == SearchFilters(
        "h2o danube",
        "work",
        Role.ASSISTANT,
        datetime(2026, 1, 2).timestamp(),
        datetime(2026, 2, 1).timestamp(),
    )
    assert parse_query("tree", SearchFilters(tag="x")).filters.tag == "x"


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("", "no word"),
        ("-tree", "no word"),
        ("!!! ***", "no word"),
        ('"', "no word"),
        ("tree role:wizard", "“wizard”"),
        ("tree after:yesterday", "“yesterday” is not a date"),
        ("tree before:0001-01-01", "is not a date"),
    ],
)
def test_a_query_that_asks_for_nothing_is_told_in_words(text: str, summary: str) -> None:
    with pytest.raises(InputError, match=summary) as caught:
        parse_query(text)
    assert str(caught.value.hint)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60) | st.text('ab"-*: model:role:', max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        query = parse_query(text)
    except InputError:
        return
    assert query.wanted


def test_filters_alone_ask_for_conversations() -> None:
    assert parse_query("tag:work ") == SearchQuery(filters=SearchFilters(tag="work"))
    for text in ("role:user", "role:user tag:work", "tag:work -tree"):
        with pytest.raises(InputError, match="no word"):
            parse_query(text)


def test_filters_are_read_and_written_as_they_are_typed() -> None:
    text = 'tall "old tree" -bush tag:home model:"h2o danube" tag:work'
    assert typed_filters(text) == {"tag": "work", "model": "h2o danube"}
    changed = with_typed_filters(text, {"tag": 'two "words', "role": "user", "model": "", "after": " "})
    assert changed == 'tag:"two words" role:user tall "old tree" -bush'
    assert typed_filters(changed) == {"tag": "two words", "role": "user"}
    assert with_typed_filters(changed, {}) == 'tall "old tree" -bush'
    assert with_typed_filters("", {"tag": "work"}) == "tag:work "
    assert with_typed_filters("tag:work", {}) == ""


@given(st.text(), st.fixed_dictionaries({"tag": st.text(), "model": st.text()}))
def test_whatever_is_written_is_read_again(text: str, filters: dict[str, str]) -> None:
    wanted = {key: " ".join(value.replace('"', "").split()) for key, value in filters.items()}
    assert typed_filters(with_typed_filters(text, filters)) == {key: value for key, value in wanted.items() if value}
