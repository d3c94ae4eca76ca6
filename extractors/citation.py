"""Other documents that a notice names: 《X》（豫政〔2021〕9号), with what the notice does to them."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.kinds import Relation


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document as cited; what is not given is empty. `date` is ISO."""

    number: str
    title: str
    issuer: str
    date: str
    relation: Relation
