"""`h2o-desktop import`, and imports of any malformed file."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from h2o_desktop.cli import main
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, InputError
from h2o_desktop.formats.json_format import to_json
from h2o_desktop.formats.markdown import to_markdown
from h2o_desktop.storage.importing import Imported
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.imports import import_files, preview
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.commands.mutations import mutated_document, mutated_text
from tests.fakes.belongings_examples import with_more_of_all, with_sweep_and_tokens
from tests.fakes.export_examples import EXAMPLES, chatgpt, open_webui

CASES = 2_000


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "chatgpt.json").write_text(json.dumps([chatgpt()]), encoding="utf-8")
    (folder / "webui.json").write_text(json.dumps([open_webui()]), encoding="utf-8")
    (folder / "picture.png").write_bytes(b"picture")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_a_folder_of_exports_comes_in_once(folder: Path, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "import", files, "--dry-run", "--data-dir", folder)
    assert status == 0
    assert "chatgpt.json: ChatGPT\n  1 conversations: 1 new, 0 with something new, 0 here already, 0 empty\n" in out
    assert "    Trees\n" in out
    assert len(run(capsys, "list", "--data-dir", folder)[1].splitlines()) == 2
    status, out, _ = run(capsys, "import", files, "--data-dir", folder)
    assert (status, out) == (0, "Imported 2 new conversations; 0 got something new; 0 were here already.\n")
    status, out, _ = run(capsys, "import", files, "--json", "--data-dir", folder)
    assert json.loads(out) == {"new": 0, "grown": 0, "known": 2, "messages": 0}
    dry = run(capsys, "import", files / "webui.json", "--dry-run", "--json", "--data-dir", folder)[1]
    assert json.loads(dry)["programs"] == ["Open WebUI"]


def test_what_was_exported_comes_in_again(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("markdown", "json"):
        assert run(capsys, "export", "--all", tmp_path / form, "--format", form, "--data-dir", folder)[0] == 0
        new = tmp_path / f"new {form}"
        assert run(capsys, "import", tmp_path / form, "--data-dir", new)[0] == 0
        stores = [Transcripts(place / "transcripts.sqlite3") for place in (folder, new)]
        loaded = [[store.load(summary.id) for summary in store.list_conversations()] for store in stores]
        assert loaded[0] == loaded[1]
        for store in stores:
            store.close()


@pytest.mark.parametrize("everything", [True, False])
def test_json_takes_sweeps_and_probabilities_along(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], everything: bool
) -> None:
    whole = with_sweep_and_tokens()
    first, second = folder / "first", folder / "second"
    file = tmp_path / "out" / "chat.json"
    file.parent.mkdir()
    store = Transcripts(first / "transcripts.sqlite3")
    store.import_all([whole])
    store.close()
    what = ("--all", file.parent, "--format", "json") if everything else (whole.summary.id, "--output", file)
    assert run(capsys, "export", *what, "--data-dir", first)[0] == 0
    assert run(capsys, "import", file.parent, "--data-dir", second)[0] == 0
    store = Transcripts(second / "transcripts.sqlite3")
    assert store.with_belongings(store.load(whole.summary.id)) == whole
    store.close()


def test_a_fault_names_file_and_place_and_nothing_comes_in(
    folder: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "z.json").write_text('[{"mapping": 5, "title": 3}, {"mapping": {}, "title": 3}]', encoding="utf-8")
    status, _, err = run(capsys, "import", files, "--data-dir", folder)
    assert status == 1
    assert "z.json" in err
    (files / "z.json").write_text(json.dumps([chatgpt(), {"mapping": {}, "title": 3}]), encoding="utf-8")
    status, _, err = run(capsys, "import", files, "--data-dir", folder)
    assert "“[1].title” is not as expected. Nothing was imported. Mend" in err
    assert "z.json there" in err
    assert len(run(capsys, "list", "--data-dir", folder)[1].splitlines()) == 2


def test_what_is_not_there_is_told_in_words(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert "no file that could be imported" in run(capsys, "import", tmp_path / "empty", "--data-dir", folder)[2]
    assert "cannot be opened" in run(capsys, "import", tmp_path / "missing.json", "--data-dir", folder)[2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LazyStore]:
    store = LazyStore(lambda: Transcripts(tmp_path / "store" / "transcripts.sqlite3"))
    yield store
    store.close()


def test_an_import_is_cancelled_as_a_whole(store: LazyStore, files: Path) -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        import_files(store, [files], progress=lambda _count: cancel.set(), cancel=cancel)
    with pytest.raises(Cancelled):
        preview(store, [files], cancel=cancel)
    assert store.list_conversations() == []


def _texts() -> list[tuple[str, str]]:
    """A file of each form, with two conversations where it holds several."""
    texts = [(".json", json.dumps([example(), example()], indent=1)) for example in EXAMPLES.values()]
    ours = _ours()
    return [*texts, (".json", json.dumps(to_json(ours))), (".json", json.dumps(_whole())), (".md", to_markdown(ours))]


def _whole() -> Any:
    """With sweeps and probabilities of tokens; the sweeps have the same ids each time."""
    return to_json(with_more_of_all(with_sweep_and_tokens()))


def _ours() -> Any:
    from h2o_desktop.core.conversation import Conversation
    from tests.fakes.conversation_examples import finished, first_turn, next_turn

    first = first_turn()
    again = next_turn(first, None)
    messages = (first.messages[0], finished(first.messages[1], "A plant."), finished(again.messages[0], "```\nx"))
    return Conversation(again.summary, messages, messages[1].id)


@pytest.mark.slow
def test_no_malformed_file_breaks_the_import(store: LazyStore, tmp_path: Path) -> None:
    """Either the whole file comes in, or nothing with an error in words; never anything else."""
    store.opened._connection.pragma("synchronous", "OFF")
    chance = random.Random(4)
    fuzz(store, tmp_path, chance, CASES)


def fuzz(store: LazyStore, folder: Path, chance: random.Random, cases: int) -> None:
    texts = _texts()
    documents: list[Callable[[], Any]] = [lambda: to_json(_ours()), _whole, *EXAMPLES.values()]
    refused = 0
    for number in range(cases):
        if number % 2:
            ending, text = chance.choice(texts)
            data = mutated_text(text, chance)
        else:
            ending = ".json"
            data = json.dumps([mutated_document(chance.choice(documents)(), chance) for _ in range(2)]).encode()
        file = folder / f"case{ending}"
        file.write_bytes(data)
        before = _counts(store)
        outcome = _outcome(store, file)
        if isinstance(outcome, InputError):
            assert str(outcome.summary)
            assert str(outcome.hint)
            assert _counts(store) == before
            refused += 1
        else:
            assert _counts(store)[:3] == (before[0] + outcome.new, before[1] + outcome.messages, 0)
    assert cases // 10 < refused < cases
    assert store.check() == []
    count = 0
    for summary in store.list_conversations(10_000):
        whole_again = store.with_belongings(store.load(summary.id))
        plans = store.list_sweeps(summary.id)
        assert len(plans) == len(whole_again.belongings.sweeps)  # each one can be read
        count += len(plans) + len(whole_again.belongings.tokens)
    assert count == sum(map(int, _counts(store)[3:6:2]))
    assert count > 0


def _outcome(store: LazyStore, file: Path) -> Imported | InputError:
    try:
        return import_files(store, [file])
    except InputError as error:
        return error


def _counts(store: LazyStore) -> tuple[int, ...]:
    run = store.opened._connection.execute
    tables = ("conversations", "messages", "importing", "sweeps", "sweep_cells", "token_probabilities")
    return tuple(int(str(run(f"SELECT count(*) FROM {table}").get)) for table in tables)
