"""Notices as schema.org Legislation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.export import tables
from pipeline.export.formats import export
from pipeline.export.legislation import FILE_NAME


@pytest.fixture(scope="module")
def nodes(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("jsonld")
    export(["jsonld"], archive, folder)
    document = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    assert document["@context"] == "https://schema.org"
    return {node["@id"]: node for node in document["@graph"]}


def test_each_notice_is_one_node(archive: Path, nodes: dict[str, dict[str, object]]) -> None:
    firsts = [row for row in tables.rows(archive, "notices") if not row["duplicate_of"]]
    assert list(nodes) == [f"urn:duban:{row['notice_id']}" for row in firsts]
    for row in firsts:
        node = nodes[f"urn:duban:{row['notice_id']}"]
        assert (node["@type"], node.get("name")) == ("Legislation", row["title"])
        assert node.get("legislationIdentifier") == row["doc_number"]
        assert [each["name"] for each in node.get("legislationPassedBy", [])] == row["issuer"]  # type: ignore[attr-defined]


def test_relations_lead_to_nodes_of_the_document(nodes: dict[str, dict[str, object]]) -> None:
    named = {
        reference["@id"]
        for node in nodes.values()
        for value in node.values()
        if isinstance(value, list)
        for reference in value
        if isinstance(reference, dict) and "@id" in reference
    }
    assert named and named <= set(nodes)


def test_nothing_is_said_that_is_not_known(nodes: dict[str, dict[str, object]]) -> None:
    assert not [name for node in nodes.values() for name, value in node.items() if value in (None, "", [])]
