"""Values of the model to JSON and back: what a child process says is data, never code.

A dataclass becomes the list of its fields in order, an enum its value, a tuple a list, a date its ISO form. Reading back
goes by the types of the fields and takes nothing else: the child may have been taken over by a hostile file.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

V = TypeVar("V")

# Turns what JSON gave into a value of one type.
_Reader = Callable[[Any], Any]


def to_json(value: object) -> bytes:
    """The value as JSON in UTF-8."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":")).encode()


def from_json(kind: type[V], data: bytes) -> V:
    """The value of type `kind` that `to_json` wrote.

    Raises: ValueError where the data is anything else.
    """
    # A type can be a key; mypy does not know it of a type variable.
    key: Any = kind
    value: V = _reader(key)(json.loads(data))
    return value


def _plain(value: object) -> object:
    if is_dataclass(value):
        return [getattr(value, name) for name in _field_names(value)]
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"expected a value of the model, found {type(value).__name__}")


def _field_names(value: object) -> tuple[str, ...]:
    kind: Any = type(value)
    return _names(kind)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


@cache
def _reader(kind: Any) -> _Reader:
    """What reads values of the type, made once."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    if get_origin(kind) in (Union, types.UnionType):
        return _union_reader(get_args(kind))
    if get_origin(kind) is tuple:
        return _tuple_reader(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is date:
        return date.fromisoformat
    if kind in (str, bool, int, float, type(None)):
        return _exact_reader(kind)
    raise TypeError(f"expected a type of the model, found {kind!r}")


def _exact_reader(kind: type) -> _Reader:
    accepted = (int, float) if kind is float else (kind,)

    def read(value: Any) -> Any:
        # JSON has one kind of number; True is an int for Python and no number for us.
        if type(value) not in accepted:
            raise ValueError(f"expected {kind.__name__}, found {type(value).__name__}")
        return value

    return read


def _tuple_reader(arguments: tuple[Any, ...]) -> _Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return _sequence_reader(_reader(arguments[0]))
    readers = tuple(_reader(argument) for argument in arguments)

    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) != len(readers):
            raise ValueError(f"expected a list of {len(readers)}")
        return tuple(each(item) for each, item in zip(readers, value, strict=True))

    return read


def _sequence_reader(item_reader: _Reader) -> _Reader:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise ValueError(f"expected a list, found {type(value).__name__}")
        return tuple(map(item_reader, value))

    return read


def _dataclass_reader(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    readers = tuple(_reader(hints[name]) for name in _names(kind))

    def read(value: Any) -> Any:
        if type(value) is not list or len(value) != len(readers):
            raise ValueError(f"expected the {len(readers)} fields of {kind.__name__}")
        return kind(*[each(item) for each, item in zip(readers, value, strict=True)])

    return read


def _union_reader(members: tuple[Any, ...]) -> _Reader:
    """Reads the first member that takes the value: members of a union differ in their number of fields or in kind."""
    readers = tuple(_reader(member) for member in members)

    def read(value: Any) -> Any:
        if value is None and type(None) in members:
            return None
        for each in readers:
            try:
                return each(value)
            except (ValueError, TypeError):
                continue
        raise ValueError(f"expected one of {len(readers)} types, found {type(value).__name__}")

    return read
