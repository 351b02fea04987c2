"""``runstrong catalog …``: look up what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from api.command_line.catalog_import import import_catalog
from api.command_line.help_examples import example_of
from api.command_line.options import AsJson, AsText, Folders, help_when_alone
from api.command_line.streams import form, show, write_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from catalog import Catalog

app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    help="Look up muscles, exercises, injuries, equipment, rules and their sources; import others.",
)

app.command(name="import", epilog=example_of("catalog import"))(import_catalog)

Entry = TypeVar("Entry")

Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID", help="Only these entries, in full.", show_default=False),
]
Several = list[str] | None


@app.callback()
def catalog(context: typer.Context) -> None:
    """Look up muscles, exercises, injuries, equipment, rules and where they come from."""
    help_when_alone(context)


@app.command(epilog=example_of("catalog muscles"))
def muscles(
    ids: Ids = None, as_json: AsJson = False, as_text: AsText = False, folders: Folders = None
) -> None:
    """Muscles, and which sources call them neglected."""
    from api.catalog.documents import muscle_document

    known = _load(folders)
    entries = _chosen(known.muscles, ids)
    documents = [muscle_document(known, muscle) for muscle in entries]
    if form(as_json, as_text) == "json":
        write_json(documents)
    else:
        from api.command_line.views.tables import muscle_table

        _show(documents, ids, lambda: muscle_table(known, entries))


@app.command(epilog=example_of("catalog exercises"))
def exercises(
    ids: Ids = None,
    muscle: Annotated[
        Several, typer.Option("--muscle", metavar="ID", help="With this as primary muscle.")
    ] = None,
    equipment: Annotated[
        Several,
        typer.Option(
            "--equipment",
            metavar="ID",
            help="That need no more than this piece or kit: (kit:gym); may be given several times.",
        ),
    ] = None,
    level: Annotated[
        str | None,
        typer.Option("--level", metavar="LEVEL", help="No harder than this level."),
    ] = None,
    kind: Annotated[Several, typer.Option("--kind", metavar="KIND", help="Of this kind.")] = None,
    as_json: AsJson = False,
    as_text: AsText = False,
    folders: Folders = None,
) -> None:
    """Exercises with their dose, demands and muscles."""
    from api.catalog.documents import exercise_document
    from api.catalog.exercise_filters import selected

    known = _load(folders)
    entries = selected(
        known,
        _chosen(known.exercises, ids),
        muscles=muscle or (),
        equipment=equipment,
        level=level,
        kinds=kind or (),
    )
    documents = [exercise_document(exercise) for exercise in entries]
    if form(as_json, as_text) == "json":
        write_json(documents)
    else:
        from api.command_line.views.tables import exercise_table

        _show(documents, ids, lambda: exercise_table(known, entries))


@app.command(epilog=example_of("catalog injuries"))
def injuries(
    ids: Ids = None, as_json: AsJson = False, as_text: AsText = False, folders: Folders = None
) -> None:
    """Injuries: what they exclude, cap and emphasise, and when to see a clinician."""
    from api.command_line.views.tables import injury_table

    _list(_load(folders), "injuries", ids, form(as_json, as_text), injury_table)


@app.command(epilog=example_of("catalog equipment"))
def equipment(
    ids: Ids = None, as_json: AsJson = False, as_text: AsText = False, folders: Folders = None
) -> None:
    """Equipment, and the kits that name several pieces at once."""
    from api.catalog.documents import document

    known = _load(folders)
    pieces = _chosen(known.equipment, ids)
    if form(as_json, as_text) == "json":
        kits = {kit.id: list(kit.equipment) for kit in known.kits.values()}
        write_json({"equipment": [document(piece) for piece in pieces], "kits": kits})
    else:
        from api.command_line.views.tables import equipment_table, kit_table

        documents = [document(piece) for piece in pieces]
        _show(documents, ids, lambda: equipment_table(known, pieces))
        if not ids:
            show("", kit_table(known))


@app.command(name="tests", epilog=example_of("catalog tests"))
def fitness_tests(
    ids: Ids = None, as_json: AsJson = False, as_text: AsText = False, folders: Folders = None
) -> None:
    """Fitness tests, the health screen before them, and batteries."""
    from api.catalog.documents import document, test_documents

    known = _load(folders)
    entries = _chosen(known.fitness_tests, ids)
    if form(as_json, as_text) == "json":
        write_json(test_documents(known, entries))
    else:
        from api.command_line.views.tables import fitness_test_table, screen_table

        documents = [document(one) for one in entries]
        _show(documents, ids, lambda: fitness_test_table(known, entries))
        if not ids:
            show("", screen_table(known))


@app.command(epilog=example_of("catalog runs"))
def runs(
    ids: Ids = None, as_json: AsJson = False, as_text: AsText = False, folders: Folders = None
) -> None:
    """Choices of run plans, races, and the weeks from the couch to 5 km."""
    from api.catalog.documents import document, run_documents

    known = _load(folders)
    entries = _chosen(known.run_options, ids)
    if form(as_json, as_text) == "json":
        write_json(run_documents(known, entries))
    else:
        from api.command_line.views.tables import run_option_table

        documents = [document(one) for one in entries]
        _show(documents, ids, lambda: run_option_table(known, entries))


@app.command(epilog=example_of("catalog rules"))
def rules(ids: Ids = None, as_json: AsJson = False, as_text: AsText = False) -> None:
    """Rules with their parameters, and which of them a week may give up."""
    from api.catalog.documents import rule_document
    from optimizer.rules.registry import RULES

    entries = _chosen({rule.id: rule for rule in RULES}, ids)
    documents = [rule_document(rule) for rule in entries]
    if form(as_json, as_text) == "json":
        write_json(documents)
    else:
        from api.command_line.views.tables import rule_table

        _show(documents, ids, lambda: rule_table(documents))


@app.command(epilog=example_of("catalog sources"))
def sources(
    ids: Ids = None, as_json: AsJson = False, as_text: AsText = False, folders: Folders = None
) -> None:
    """Sources, what was taken from them and what was not."""
    from api.command_line.views.tables import source_table

    _list(_load(folders), "sources", ids, form(as_json, as_text), source_table)


@app.command(epilog=example_of("catalog contradictions"))
def contradictions(
    ids: Ids = None, as_json: AsJson = False, as_text: AsText = False, folders: Folders = None
) -> None:
    """Where the sources contradict each other, and how to choose."""
    from api.command_line.views.tables import contradiction_table

    _list(_load(folders), "contradictions", ids, form(as_json, as_text), contradiction_table)


@app.command(epilog=example_of("catalog evidence"))
def evidence(
    ids: Ids = None, as_json: AsJson = False, as_text: AsText = False, folders: Folders = None
) -> None:
    """The numbers that the rules rest on."""
    from api.command_line.views.tables import evidence_table

    _list(_load(folders), "evidence", ids, form(as_json, as_text), evidence_table)


def _load(folders: list[Path] | None) -> Catalog:
    from catalog import load_catalog

    return load_catalog(*(folders or ()))


def _chosen(entries: Mapping[str, Entry], ids: Iterable[str] | None) -> list[Entry]:
    """The entries called ``ids``, in that order; all of them without."""
    from api.catalog.exercise_filters import chosen_entries

    return chosen_entries("ID", ids or entries, entries)


def _list(
    known: Catalog,
    section: str,
    ids: list[str] | None,
    wanted: str,
    table: Callable[[Catalog, list[Any]], RenderableType],
) -> None:
    from api.catalog.documents import document

    entries: Mapping[str, Any] = getattr(known, section)
    chosen = _chosen(entries, ids)
    documents = [document(entry) for entry in chosen]
    if wanted == "json":
        write_json(documents)
    else:
        _show(documents, ids, lambda: table(known, chosen))


def _show(
    documents: list[dict[str, Any]], ids: list[str] | None, table: Callable[[], RenderableType]
) -> None:
    """A table of many entries; of named ones everything that is known."""
    from api.command_line.views.tables import details

    if not ids:
        show(table())
        return
    for document in documents:
        show(details(document), "")
