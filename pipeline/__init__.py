"""Files in, tables out: read, structure, extract, resolve, tabulate."""

__version__ = "0.1.0"
