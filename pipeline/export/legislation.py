"""The notices as schema.org Legislation in JSON-LD: one document, a node a notice, relations between them by @id."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.export import tables
from pipeline.tabulate.files import replaced
from pipeline.tabulate.spec import Row

FILE_NAME = "legislation.jsonld"
# What a relation of `citations` is in the vocabulary; all others are mentions.
_RELATIONS = {
    "amends": "legislationChanges",
    "supersedes": "legislationRepeals",
    "repeals": "legislationRepeals",
    "extends": "legislationChanges",
    "basis": "isBasedOn",
    "issues": "legislationCommences",
    "forwards": "isBasedOn",
}
_MENTION = "citation"
_FORCES = {
    "in_force": "InForce",
    "amended": "InForce",
    "superseded": "NotInForce",
    "repealed": "NotInForce",
    "expired": "NotInForce",
}


def write(archive: Path, output: Path) -> Sequence[Path]:
    """Writes legislation.jsonld: the first file of each notice of the archive."""
    path, cited = output / FILE_NAME, _cited(archive)
    with replaced(path) as stream:
        stream.write(b'{"@context":"https://schema.org","@graph":[')
        for number, row in enumerate(row for row in tables.rows(archive, "notices") if not row["duplicate_of"]):
            node = {name: value for name, value in _node(row, cited[str(row["notice_id"])]) if value}
            stream.write((b",\n" if number else b"\n") + json.dumps(node, ensure_ascii=False).encode())
        stream.write(b"\n]}\n")
    return [path]


def _cited(archive: Path) -> defaultdict[str, list[Row]]:
    """The citations of each notice."""
    cited: defaultdict[str, list[Row]] = defaultdict(list)
    for row in tables.rows(archive, "citations"):
        cited[str(row["notice_id"])].append(row)
    return cited


def _node(row: Row, citations: Sequence[Row]) -> Iterator[tuple[str, object]]:
    force = _FORCES.get(str(row["validity"]))
    yield "@type", "Legislation"
    yield "@id", _id(row["notice_id"])
    yield "legislationIdentifier", row["doc_number"]
    yield "name", row["title"]
    yield "legislationType", row["doc_type"]
    yield "inLanguage", "zh-CN"
    yield "legislationPassedBy", [{"@type": "GovernmentOrganization", "name": name} for name in _list(row["issuer"])]
    yield "legislationJurisdiction", row["region_code"]
    yield "legislationDate", row["signed_date"] or row["issued_date"]
    yield "datePublished", row["publish_date"]
    yield "temporalCoverage", _span(row)
    yield "expires", row["expiry_date"]
    yield "legislationLegalForce", force and f"https://schema.org/{force}"
    by_relation: dict[str, dict[str, object]] = {}
    for citation in citations:
        name = _RELATIONS.get(str(citation["relation"]), _MENTION)
        # One node each, however often it is cited.
        node = _cited_node(citation)
        by_relation.setdefault(name, {})[json.dumps(node, ensure_ascii=False)] = node
    for name, nodes in by_relation.items():
        yield name, list(nodes.values())


def _span(row: Row) -> str:
    """From the day of effect to the last day, as ISO 8601 has intervals."""
    start, end = row["effective_date"], row["expiry_date"]
    return f"{start or '..'}/{end or '..'}" if start or end else ""


def _cited_node(citation: Row) -> dict[str, object]:
    """A notice of the archive by its id, another one by number and title."""
    if citation["cited_notice_id"]:
        return {"@id": _id(citation["cited_notice_id"])}
    told = {
        "@type": "Legislation",
        "legislationIdentifier": citation["cited_number"],
        "name": citation["cited_title"],
    }
    return {name: value for name, value in told.items() if value}


def _id(notice_id: object) -> str:
    return f"urn:duban:{notice_id}"


def _list(cell: object) -> list[str]:
    return cell if isinstance(cell, list) else []
