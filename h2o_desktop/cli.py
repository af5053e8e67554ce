"""The command line: without a subcommand it opens the window; nothing else here imports Qt."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from h2o_desktop import __version__
from h2o_desktop.commands import Options
from h2o_desktop.core.errors import DesktopError, InputError
from h2o_desktop.core.settings import ConnectionKind
from h2o_desktop.core.transfer import FORMS
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

if TYPE_CHECKING:
    from h2o_desktop.core.paper import PageMaker

EXIT_FAILED = 1
EXIT_USAGE = 2


def parser() -> argparse.ArgumentParser:
    """The command line's grammar. Common options are taken before and after the subcommand."""
    common = _common_options()
    top = argparse.ArgumentParser(
        prog="h2o-desktop",
        parents=[common],
        description="A native desktop chat for H2O.ai language models and every server that speaks a common dialect. "
        "Without a command the window opens.",
    )
    top.add_argument("--version", action="version", version=f"H2O Desktop {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    ask = commands.add_parser("ask", parents=[common], help="ask one question and print the answer as it comes")
    ask.add_argument("question", help="the question; - reads it from standard input")
    list_ = commands.add_parser("list", parents=[common], help="list the stored conversations, newest first")
    list_.add_argument("--limit", type=_count, default=None, metavar="N", help="at most N conversations")
    search = commands.add_parser("search", parents=[common], help="search the stored conversations")
    search.add_argument(
        "words",
        nargs="+",
        help='words, "phrases in quotes", -excluded, model:NAME, tag:NAME, role:user, after:DATE, before:DATE',
    )
    search.add_argument("--limit", type=_count, default=50, metavar="N", help="at most N hits")
    export = commands.add_parser("export", parents=[common], help="print or write stored conversations")
    export.add_argument("id", nargs="?", help="the conversation's id, as `list` shows it; its first letters are enough")
    export.add_argument("--format", choices=FORMS, help="markdown when not given")
    export.add_argument("--output", type=Path, default=None, metavar="FILE", help="write into FILE")
    export.add_argument("--all", type=Path, default=None, metavar="FOLDER", help="write every conversation into FOLDER")
    import_ = commands.add_parser("import", parents=[common], help="import conversations of this and other programs")
    import_.add_argument("files", nargs="+", type=Path, metavar="FILE", help="exported files, or folders of them")
    import_.add_argument("--dry-run", action="store_true", help="say what would be imported, and import nothing")
    models = commands.add_parser("models", parents=[common], help="the models of a server, or of this computer")
    models.add_argument("action", nargs="?", choices=("get",), help="get: fetch a model onto this computer")
    models.add_argument("id", nargs="?", help="the model to fetch")
    return top


def _count(text: str) -> int:
    """How many are wanted, from 0 on; argparse names the argument that is wrong."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a count")
    return int(text)


def _common_options() -> argparse.ArgumentParser:
    """Options of every command. Those that are not given stay out of the namespace, so that either place counts."""
    common = argparse.ArgumentParser(
        prog="h2o-desktop", add_help=False, exit_on_error=False, argument_default=argparse.SUPPRESS
    )
    common.add_argument("--data-dir", type=Path, metavar="DIR", help="keep conversations, settings and models in DIR")
    common.add_argument("--server", metavar="URL", help="use this server for this run")
    kinds = tuple(kind.value for kind in ConnectionKind)
    common.add_argument("--kind", choices=kinds, help="what kind of server it is; openai when not given")
    common.add_argument("--model", metavar="NAME", help="use this model")
    common.add_argument(
        "--set", action="append", dest="assignments", metavar="KEY=VALUE", help="set a parameter, such as temperature=0"
    )
    common.add_argument("--json", action="store_true", help="print one JSON object a line")
    return common


def options_of(namespace: argparse.Namespace) -> Options:
    """The common options of a parsed command line."""
    kind = getattr(namespace, "kind", None)
    return Options(
        data_dir=getattr(namespace, "data_dir", None),
        server=getattr(namespace, "server", ""),
        kind=ConnectionKind(kind) if kind else None,
        model=getattr(namespace, "model", ""),
        assignments=tuple(getattr(namespace, "assignments", ())),
        json=getattr(namespace, "json", False),
    )


def _options_alone(given: Sequence[str]) -> Options | None:
    """The options, when nothing but common options was given; so the window waits for no grammar of commands."""
    try:
        namespace, others = _common_options().parse_known_args(given)
    except argparse.ArgumentError:  # the whole grammar says it better
        return None
    return None if others else options_of(namespace)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 for a failure, or 2 for a wrong use."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        options = _options_alone(given)
        if options is not None:
            return _open_window(options)
        top = parser()
        namespace = top.parse_args(given)
        return _run(namespace, options_of(namespace), top)
    except DesktopError as error:
        print(f"h2o-desktop: {error}", file=sys.stderr)
        return EXIT_FAILED
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        sys.stderr.close()
        return EXIT_FAILED


def _run(namespace: argparse.Namespace, options: Options, top: argparse.ArgumentParser) -> int:
    match namespace.command:
        case "ask":
            from h2o_desktop.commands.ask import ask

            return ask(options, namespace.question)
        case "list":
            from h2o_desktop.commands.history import list_conversations

            return list_conversations(options, namespace.limit)
        case "search":
            from h2o_desktop.commands.search import search

            return search(options, namespace.words, namespace.limit)
        case "export":
            return _export(namespace, options)
        case "import":
            from h2o_desktop.commands.importing import import_conversations

            return import_conversations(options, namespace.files, dry_run=namespace.dry_run)
        case "models":
            from h2o_desktop.commands.models import get_model, list_models

            if namespace.action == "get" and not namespace.id:
                top.error("models get: name the model to fetch")
            return get_model(options, namespace.id) if namespace.action == "get" else list_models(options)
        case _:
            return _open_window(options)


def _export(namespace: argparse.Namespace, options: Options) -> int:
    from h2o_desktop.commands.exporting import export, export_everything, nothing_to_export

    if namespace.all is not None:
        return export_everything(options, namespace.all, namespace.format, _pages)
    if namespace.id is None:
        raise nothing_to_export()
    return export(options, namespace.id, namespace.format, namespace.output, _pages)


def _pages() -> PageMaker:
    """What makes PDF files without a window. Raises InputError where Qt cannot be loaded."""
    from h2o_desktop.preflight import problem_without_display

    problem = problem_without_display()
    if problem is not None:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "PDF files cannot be made here: {problem}"), {"problem": problem})
        )
    from h2o_desktop.app.paper import pages_without_window

    return pages_without_window()


def _open_window(options: Options) -> int:
    # So many objects are made until the first picture, and so few of them go away, that looking for cycles is wasted.
    gc.disable()
    from h2o_desktop.preflight import problem_with_display

    problem = problem_with_display()
    if problem is not None:
        print(f"h2o-desktop: {problem}", file=sys.stderr)
        return EXIT_USAGE
    from h2o_desktop.app import run

    return run(options)
