"""Stage 5: what was found becomes rows, and rows become tables.

Guarantees:
1. `columns.tsv` is the one specification; a row has exactly the columns of its table, in order.
2. Ids do not depend on the run, the machine, the order of files or the rules that found a value.
3. Each row with evidence can be read again from the notice's text at its offsets.
4. A notice that came in several files carries its tasks once.
"""
