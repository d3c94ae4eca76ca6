"""Comparison: what a later notice changed against an earlier one, clause by clause and task by task.

Guarantees:
1. Every clause and every task of both notices stands in exactly one match: a pair, split, merge, added or removed.
2. A notice compared with itself has no change; with the sides changed over, what was added is removed.
3. Numbers of clauses, points, white space and later names of the same office are no change.
4. What is only likely says so (`needs_review`), with why (`method`) and how alike (`similarity`).
"""

from pipeline.compare.comparison import Side, compare

__all__ = ["Side", "compare"]
