"""The commands. Exit status: 0 done, 1 the data failed a check, 2 wrong usage."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

import click

from pipeline.sources.locations import default_raw, default_warehouse

if TYPE_CHECKING:
    from pipeline.sources.document import Document
    from pipeline.sources.rejection import RefusedError

_FOLDER = click.Path(file_okay=False, path_type=Path)
_INPUT = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_DEBUG = "--debug"
_DAY = click.DateTime(["%Y-%m-%d"])


class DataError(click.ClickException):
    """The data failed a check: printed as clear lines, exit status 1."""

    exit_code = 1


class _Commands(click.Group):
    """A group whose help shows an example of every command."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        examples = [(name, self.commands[name].epilog or "") for name in self.list_commands(ctx)]
        with formatter.section("Examples"):
            formatter.write_dl([(name, example.removeprefix("Example: ")) for name, example in examples])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="cell-therapy-regulatory-milestones")
@click.option(_DEBUG, is_flag=True, help="Show the traceback of an error; works after a command too.")
def cli(debug: bool) -> None:
    """Regulatory milestones of cell and gene therapies: build, extend and query the dataset."""
    del debug  # read by main()


def main() -> None:
    """Run the command line; every error becomes one clear line, unless `--debug` asks for the traceback."""
    arguments = [argument for argument in sys.argv[1:] if argument != _DEBUG]
    try:
        with cli.make_context("milestones", arguments) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        sys.exit(asked.exit_code)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _fail("interrupted", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: nothing is left to say
    except Exception as error:
        if _DEBUG in sys.argv:
            raise
        _fail(_one_line(error), error.exit_code if isinstance(error, click.ClickException) else 1)


def _fail(line: str, status: int) -> NoReturn:
    click.echo(f"Error: {line}", err=True)
    sys.exit(status)


def _one_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    text = error.format_message() if isinstance(error, click.ClickException) else str(error)
    line = " ".join(text.split()) or type(error).__name__
    if isinstance(error, click.UsageError) and error.ctx:
        return f"{line.removesuffix('.')} (see {error.ctx.command_path} --help)"
    return line


@cli.command(epilog="Example: milestones build --raw raw --warehouse warehouse")
@click.option("--raw", type=_FOLDER, default=default_raw, help="Folder of inputs [default: raw].")
@click.option("--warehouse", type=_FOLDER, default=default_warehouse, help="Folder of versions [default: warehouse].")
@click.option("--accept-fewer", is_flag=True, help="Publish even if far fewer rows are left than in the last version.")
def build(raw: Path, warehouse: Path, accept_fewer: bool) -> None:
    """Build warehouse/latest from everything under raw/, through the Dagster job."""
    if not raw.is_dir():
        raise click.UsageError(f"{raw}: no such folder; name the folder of inputs with --raw")
    started = time.monotonic()
    click.echo(f"building {warehouse} from {raw}", err=True)
    from pipeline.orchestration.run import run_build

    version = run_build(raw, warehouse, lambda line: click.echo(f"  {line}", err=True), accept_fewer=accept_fewer)
    click.echo(f"version {version.name}, built in {time.monotonic() - started:.1f} s")
    width = max(map(len, version.rows))
    for table, rows in version.rows.items():
        click.echo(f"  {table:<{width}}  {rows:>7,}")
    if version.rows["rejections"]:
        click.echo(f"{version.rows['rejections']} inputs or rows were refused: milestones query rejections", err=True)


@cli.command(epilog="Example: milestones extract documents.jsonl --output events.jsonl")
@click.argument("documents", nargs=-1, required=True, type=_INPUT)
@click.option("--output", "-o", default="-", type=click.File("w", encoding="utf-8"), help="Events [default: stdout].")
@click.option("--explain", is_flag=True, help="Print for people why each event was found, in place of JSON lines.")
@click.option("--raw", type=_FOLDER, default=default_raw, help="Folder whose reference/ names things [default: raw].")
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=1,
    help="Processes at work; more than one pays for many thousand documents.",
)
def extract(documents: tuple[Path, ...], output: IO[str], explain: bool, raw: Path, processes: int) -> None:
    """Read events from documents: JSON lines (- is standard input), or text, HTML and PDF files."""
    from pipeline.extraction import explain as explanation
    from pipeline.extraction.processes import extract_all
    from pipeline.sources.reference import read_reference
    from pipeline.sources.rejection import RefusedError

    refused = 0
    silent = not sys.stderr.isatty() or output.isatty()

    def accepted() -> Iterator[Document]:
        nonlocal refused
        with click.progressbar(
            _documents(documents), label="reading", show_pos=True, hidden=silent, file=sys.stderr
        ) as bar:
            for place, document in bar:
                if isinstance(document, RefusedError):
                    refused += 1
                    click.echo(document.at(*place).line(), err=True)
                else:
                    yield document

    for document, events in extract_all(accepted(), read_reference(raw / "reference"), processes):
        if explain:
            output.write(explanation(document, events) + "\n")
        else:
            output.writelines(json.dumps(event.to_json(), ensure_ascii=False) + "\n" for event in events)
    if refused:
        raise DataError(f"{refused} documents were refused; the events of the others were written")


def _documents(paths: Iterable[Path]) -> Iterator[tuple[tuple[str, int | None], Document | RefusedError]]:
    from pipeline.sources.formats.jsonl import read_documents
    from pipeline.sources.rejection import RefusedError

    for path in paths:
        if str(path) == "-" or path.suffix.lower() == ".jsonl":
            with click.open_file(str(path), "rb") as stream:
                for row, record in read_documents(stream):
                    yield (str(path), row), record
        else:
            from pipeline.sources.store import read_single

            try:
                yield (str(path), None), read_single(path)
            except RefusedError as refused:
                yield (str(path), None), refused


def _address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter("write the whole address, beginning with https://")
    return value


@cli.command(epilog="Example: milestones ingest release.html --publisher 'Iovance Biotherapeutics'")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--published-on", type=_DAY, help="Day on which it was published; goes before what the file says.")
@click.option("--publisher", help="Who published it.")
@click.option("--url", callback=_address, help="Address where it can be read.")
@click.option("--retrieved-at", type=_DAY, help="Day on which it was captured [default: today].")
@click.option("--raw", type=_FOLDER, default=default_raw, help="Folder of inputs [default: raw].")
def ingest(
    paths: tuple[Path, ...],
    published_on: datetime | None,
    publisher: str | None,
    url: str | None,
    retrieved_at: datetime | None,
    raw: Path,
) -> None:
    """Add text, Markdown, HTML, PDF or JSONL files, or folders of them, to the documents under raw/."""
    from pipeline.sources.ingest import Ingested, Provenance, Result, files_in
    from pipeline.sources.ingest import ingest as ingest_file

    provenance = Provenance(
        retrieved_at=(retrieved_at.date() if retrieved_at else date.today()),  # noqa: DTZ011 (the operator's day)
        published_on=published_on.date() if published_on else None,
        publisher=publisher,
        url=url,
    )
    counts = {Result.ADDED: 0, Result.KNOWN: 0}
    refused = 0
    for file in files_in(paths):
        for item in ingest_file(file, raw, provenance):
            if isinstance(item, Ingested):
                counts[item.result] += 1
                click.echo(f"{item.result.value}: {item.file} as {item.path.name}")
            else:
                refused += 1
                click.echo(f"refused: {item.line()}", err=True)
    click.echo(f"{counts[Result.ADDED]} added, {counts[Result.KNOWN]} already there, {refused} refused")
    if refused:
        raise DataError(f"{refused} refused; `milestones query rejections` lists them after the next build")


@cli.command(epilog="Example: milestones capture china_cde saved-list.json --retrieved-at 2026-11-24")
@click.argument("register")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--retrieved-at", type=_DAY, help="Day on which the register was saved [default: today].")
@click.option("--facts", is_flag=True, help="Print the fact table of all captures of the register, for facts.csv.")
@click.option("--raw", type=_FOLDER, default=default_raw, help="Folder of inputs [default: raw].")
def capture(register: str, files: tuple[Path, ...], retrieved_at: datetime | None, facts: bool, raw: Path) -> None:
    """Take files that were saved from an official register, reading each at once; what is unknown is refused."""
    from pipeline.sources.reference import read_reference
    from pipeline.sources.registers.captures import FOLDER, read_captures
    from pipeline.sources.registers.facts import write_facts
    from pipeline.sources.registers.inbox import register_named, take
    from pipeline.sources.registers.scope import read_scope

    try:
        known = register_named(register)
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from error
    if not files and not facts:
        raise click.UsageError("name the files that were saved, or ask for --facts")
    scope, _ = read_scope(raw / FOLDER, read_reference(raw / "reference").products)
    day = retrieved_at.date() if retrieved_at else date.today()  # noqa: DTZ011 (the operator's day)
    refused = 0
    for file in files:
        taken = take(known, file, day, raw, scope)
        refused += not taken.whole
        for rejection in taken.rejections:
            click.echo(f"{'refused' if not taken.whole else 'noted'}: {rejection.line()}", err=True)
        if taken.whole:
            said = f"{taken.rows} rows as of {taken.as_of}, {len(taken.entries)} facts of cell and gene therapies"
            click.echo(f"taken: {file} ({said})", err=facts)
    if facts:
        write_facts(read_captures(known, raw, scope), sys.stdout)
    if refused:
        raise DataError(f"{refused} files were refused and not kept")


@cli.command(epilog="Example: milestones query product-history --param product=Fucaso")
@click.argument("question", required=False)
@click.option("--list", "listing", is_flag=True, help="List the named questions.")
@click.option("--param", "-p", "parameters", multiple=True, metavar="NAME=VALUE", help="Parameter of a named question.")
@click.option(
    "--format", "-f", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), help="File [default: stdout]."
)
@click.option("--warehouse", type=_FOLDER, default=default_warehouse, help="Folder of versions [default: warehouse].")
def query(
    question: str | None,
    listing: bool,
    parameters: tuple[str, ...],
    form: str,
    output: Path | None,
    warehouse: Path,
) -> None:
    """Ask warehouse/latest a named question, or in SQL (- reads it from standard input)."""
    from pipeline.warehouse import questions

    if listing:
        for named in questions.named():
            click.echo(f"{named.name}{''.join(f' [{name}]' for name in named.parameters)}\n    {named.description}")
        return
    if question == "-":
        question = sys.stdin.read()
    if output is not None and str(output) == "-":
        output = None
    if not question or not question.strip():
        raise click.UsageError("name a question, or write SQL; --list shows the questions")
    if form == "parquet" and output is None:
        raise click.UsageError("Parquet goes to a file: name it with --output")
    given = dict(_pair(parameter) for parameter in parameters)
    try:
        questions.answer(question, given, warehouse, questions.Form(form), output)
    except questions.WrongQuestionError as error:
        raise click.UsageError(str(error)) from error


def _pair(parameter: str) -> tuple[str, str]:
    name, equals, value = parameter.partition("=")
    if not equals:
        raise click.UsageError(f"--param {parameter}: write NAME=VALUE")
    return name, value


@cli.command(epilog="Example: milestones dictionary > docs/data-dictionary.md")
def dictionary() -> None:
    """Print the data dictionary: every table, column, constraint and code."""
    from schemas.projections.dictionary import dictionary as text
    from schemas.tables import RELEASE_TABLES

    click.echo(text(RELEASE_TABLES), nl=False)


@cli.command(epilog="Example: milestones release --output releases")
@click.option("--output", "-o", type=_FOLDER, default="releases", show_default=True, help="Folder of releases.")
@click.option("--warehouse", type=_FOLDER, default=default_warehouse, help="Folder of versions [default: warehouse].")
@click.option(
    "--reasons",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file that says why rows are gone [default: releases/reasons.csv under raw/].",
)
@click.option("--raw", type=_FOLDER, default=default_raw, help="Folder of inputs [default: raw].")
@click.option("--console/--no-console", default=True, show_default=True, help="Put DuckDB into the page, through npm.")
@click.option("--pin/--no-pin", "pins", default=True, show_default=True, help="Pin the identifiers that it publishes.")
def release(output: Path, warehouse: Path, reasons: Path | None, raw: Path, console: bool, pins: bool) -> None:
    """Make a release of warehouse/latest: data, documents, page and archive, and what changed since the last one.

    The identifiers that it publishes are pinned in raw/identifiers/, so that no later build loses one.
    """
    from pipeline.release.console import Console, fetch_console
    from pipeline.release.publication import publish_release
    from pipeline.release.reasons import read_reasons
    from pipeline.sources.locations import console_cache
    from pipeline.warehouse.identifiers import pin
    from pipeline.warehouse.versions import latest

    known = read_reasons(reasons or raw / "releases" / "reasons.csv")
    built_in = fetch_console(console_cache()) if console else Console({}, "it was not asked for")
    if not built_in.present:
        click.echo(f"the page has no SQL console: {built_in.absent}", err=True)
    made, is_new = publish_release(latest(warehouse), output, known, built_in)
    click.echo(f"release {made.version} of warehouse {made.warehouse_version}{'' if is_new else ' is there already'}")
    click.echo(f"  {made.path}/index.html")
    click.echo(f"  {made.archive}")
    if made.previous_version:
        click.echo(f"  {made.changes:,} changes since {made.previous_version}")
    if pins:
        added, path = pin(raw, warehouse)
        click.echo(f"  {path}: {added:,} identifiers added")


@cli.command(epilog="Example: milestones review --limit 20")
@click.option("--limit", type=click.IntRange(min=1), default=25, show_default=True, help="How many to list.")
@click.option("--correct", metavar="MILESTONE", help="Write the skeleton of a correction of that milestone.")
@click.option("--raw", type=_FOLDER, default=default_raw, help="Folder of inputs [default: raw].")
@click.option("--warehouse", type=_FOLDER, default=default_warehouse, help="Folder of versions [default: warehouse].")
def review(limit: int, correct: str | None, raw: Path, warehouse: Path) -> None:
    """List what wants a human eye, most valuable first, or write the skeleton of a correction."""
    from pipeline.warehouse.questions import WrongQuestionError
    from pipeline.warehouse.review import review_list, skeleton

    if correct is None:
        for item in review_list(warehouse, limit):
            click.echo(item.line())
        return
    try:
        name, text = skeleton(warehouse, correct, date.today())  # noqa: DTZ011 (the author's day)
    except WrongQuestionError as error:
        raise click.UsageError(str(error)) from error
    path = raw / "corrections" / name
    if path.exists():
        raise DataError(f"{path}: there is a correction of that name; edit it, or rename it")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"{path}: fill it in, then run milestones build")


@cli.command(epilog="Example: milestones questions > docs/questions.md")
@click.option("--warehouse", type=_FOLDER, default=default_warehouse, help="Folder of versions [default: warehouse].")
def questions(warehouse: Path) -> None:
    """Print the named questions, each with its description and a worked answer, in Markdown."""
    from pipeline.warehouse.questions import worked

    click.echo(worked(warehouse), nl=False)


@cli.command(epilog="Example: milestones coverage > docs/coverage.md")
@click.option("--warehouse", type=_FOLDER, default=default_warehouse, help="Folder of versions [default: warehouse].")
def coverage(warehouse: Path) -> None:
    """Print what is found of each official list and published count, and what is missing, in Markdown."""
    from pipeline.warehouse.coverage import page

    click.echo(page(warehouse), nl=False)


@cli.command(epilog="Example: milestones identifiers")
@click.option("--raw", type=_FOLDER, default=default_raw, help="Folder of inputs [default: raw].")
@click.option("--warehouse", type=_FOLDER, default=default_warehouse, help="Folder of versions [default: warehouse].")
def identifiers(raw: Path, warehouse: Path) -> None:
    """Pin the identifiers of warehouse/latest in raw/identifiers/, so that no later build loses one."""
    from pipeline.warehouse.identifiers import pin

    added, path = pin(raw, warehouse)
    click.echo(f"{path}: {added} identifiers added")
