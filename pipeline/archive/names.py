"""What names say: which files may be documents, and which folders hold none."""

from __future__ import annotations

from pathlib import PurePosixPath

# Endings of files that are no documents, by what they are.
NO_DOCUMENTS: dict[str, tuple[str, ...]] = {
    "data": (
        ".csv",
        ".tsv",
        ".json",
        ".jsonl",
        ".ndjson",
        ".parquet",
        ".sqlite",
        ".db",
        ".xml",
        ".yaml",
        ".yml",
        ".toml",
    ),
    "code": (".py", ".pyc", ".ipynb", ".r", ".js", ".css", ".sh", ".bat", ".ini", ".cfg", ".lock", ".log"),
    "media": (".mp3", ".mp4", ".avi", ".mov", ".wav", ".ico", ".ttf", ".otf", ".woff", ".woff2"),
    "traces": (".tmp", ".bak", ".lnk", ".part", ".crdownload", ".ds_store"),
}
_NO_ENDINGS = tuple(ending for endings in NO_DOCUMENTS.values() for ending in endings)
_NO_DOCUMENT_NAMES = ("thumbs.db", "desktop.ini", "license", "makefile", "readme.md", "readme.txt", "changelog.md")
# `~$` is what Word leaves beside an open file; a leading dot hides a file.
_NO_DOCUMENT_STARTS = (".", "~$")
_NO_DOCUMENT_FOLDERS = ("__MACOSX", "__pycache__", "node_modules")


def is_document(name: PurePosixPath) -> bool:
    """Whether a file of this name may be a document: not .csv, .json, .py, .DS_Store."""
    return is_documents_name(name.name) and not any(part in _NO_DOCUMENT_FOLDERS for part in name.parts[:-1])


def is_documents_name(name: str) -> bool:
    """The same of a file's own name, without its folders."""
    last = name.lower()
    return (
        not last.startswith(_NO_DOCUMENT_STARTS) and last not in _NO_DOCUMENT_NAMES and not last.endswith(_NO_ENDINGS)
    )


def is_walked(folder_name: str) -> bool:
    """Whether a folder of this name is looked into."""
    return not folder_name.startswith(".") and folder_name not in _NO_DOCUMENT_FOLDERS
