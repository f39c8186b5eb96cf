"""`portal search`: searching from the shell, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import click

from portal.cli.context import find_actor, with_app


@click.command("search")
@click.argument("queries", nargs=-1, required=True, metavar="QUERY...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--as", "email", metavar="EMAIL", help="Search as this person.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind; may be repeated.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0, 1000))
@with_app
def command(
    queries: tuple[str, ...], as_json: bool, email: str | None, kinds: tuple[str, ...], limit: int
) -> None:
    """Search for each QUERY; without --as, among what everyone signed in may see."""
    from portal.database import db, reading
    from portal.errors import PortalError
    from portal.runtime import portal
    from portal.search.quoting import quotes
    from portal.search.service import Query

    known = [kind.name for kind in portal().kinds.all()]
    for name in kinds:
        if name not in known:
            raise PortalError(f"There is no kind {name}; there are: {', '.join(sorted(known))}.")
    actor = find_actor(email)
    filters = {"kind": frozenset(kinds)} if kinds else {}
    for text in queries:
        with reading():
            result = portal().search.search(
                db.session, actor, Query(text, filters, offset=0, limit=limit)
            )
            quoted = quotes(db.session, result.hits)
            db.session.rollback()
        if result.unavailable:
            raise PortalError("The search index is missing or being rebuilt: portal index rebuild")
        if as_json:
            click.echo(json.dumps(_as_dict(text, result, quoted), ensure_ascii=False))
        else:
            _print(text, result, quoted)


def _as_dict(text: str, result: Any, quoted: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    return {
        "query": text,
        "total": result.total,
        "hits": [
            {
                "kind": hit.kind,
                "id": hit.id,
                "title": hit.title,
                "url": hit.url,
                "snippet": "".join(part for part, _ in hit.snippet),
                "score": round(hit.score, 4),
                "attachment": found.as_dict()
                if (found := quoted.get((hit.kind, hit.id)))
                else None,
            }
            for hit in result.hits
        ],
        "facets": result.facets,
        "suggestion": result.suggestion,
    }


def _print(text: str, result: Any, quoted: Mapping[tuple[str, str], Any]) -> None:
    click.echo(f"{text}: {result.total}")
    if result.suggestion:
        click.echo(f"  did you mean: {result.suggestion}")
    for hit in result.hits:
        click.echo(f"  {hit.title}  [{hit.kind}]  {hit.url}")
        if hit.snippet:
            click.echo(f"    {_bold(hit.snippet)}")
        if found := quoted.get((hit.kind, hit.id)):
            place = ", ".join(filter(None, (found.part.name, found.place)))
            click.echo(f"    {place}: {_bold(found.snippet)}")


def _bold(pieces: Iterable[tuple[str, bool]]) -> str:
    return "".join(click.style(part, bold=True) if hot else part for part, hot in pieces)
