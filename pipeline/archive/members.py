"""What an archive holds, whatever its format, and how much of it may be unpacked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.errors import ReadError

# No office writes a notice of this size; what is larger is no notice or made to do harm.
MAX_FILE_SIZE = 256 << 20
# An archive may be large; what it inflates to and how far is bounded, with all archives inside it.
MAX_INFLATED_SIZE = 4 << 30
MAX_MEMBERS = 100_000
# Deflate reaches 1,000 to 1; markup of real documents stays below 100 to 1. Small members may be as repetitive as they like.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 4 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive, its name with `/`; `packed` is its size there, `size` what it unpacks to, in bytes.

    `read` gives the content while the archive stands at this member, and once.
    Raises (`read`): ReadError where the member is damaged or larger than the archive says.
    """

    name: str
    size: int
    packed: int
    read: Callable[[], bytes] = field(compare=False)
    is_folder: bool = False
    is_link: bool = False
    is_encrypted: bool = False


@dataclass(slots=True)
class Budget:
    """What one archive and the archives inside it may still hold: members, bytes of documents, bytes that tars inflate to."""

    members: int
    size: int
    inflated: int

    @classmethod
    def whole(cls) -> Budget:
        """What an archive may hold in all."""
        return cls(MAX_MEMBERS, MAX_INFLATED_SIZE, MAX_INFLATED_SIZE)

    @property
    def is_spent(self) -> bool:
        return self.members < 0 or self.size < 0

    def refuses(self, member: Member) -> tuple[str, str] | None:
        """Reason code and reason why a document in an archive is not read, None where it is; takes what it needs."""
        if _climbs(member.name) or member.is_link:
            reason = f"{member.name}: a link, a device, a sparse file or a name that leads out of the archive; it was not read"
            return "unsafe_member", reason
        if member.size > MAX_FILE_SIZE or is_bomb(member.size, member.packed):
            reason = (
                f"{member.name}: would inflate to {member.size} bytes; unpack it yourself if it is what it should be"
            )
            return "zip_bomb", reason
        if member.is_encrypted:
            return "encrypted", f"{member.name}: is encrypted; unpack the archive with its password and run the folder"
        self.size -= member.size
        return self.spent_at(member) if self.is_spent else None

    def spent_at(self, member: Member) -> tuple[str, str]:
        """Reason code and reason why neither this member nor one behind it is read."""
        reason = (
            f"{member.name}: this file and all behind it were not read, the archive holds more than {MAX_MEMBERS} files "
            f"or {MAX_INFLATED_SIZE >> 20} MiB; unpack it and run the folder"
        )
        return "zip_bomb", reason


def is_bomb(size: int, packed: int) -> bool:
    """Whether what is packed in so many bytes unpacks further than real documents do."""
    return size > RATIO_COUNTS_FROM and size > MAX_RATIO * max(1, packed)


def damaged(name: str, found: str, *, reason_code: str) -> ReadError:
    return ReadError(f"{name}: damaged in its archive ({found}); make the archive again", reason_code=reason_code)


def _climbs(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.name or path.is_absolute() or ".." in path.parts or ":" in name.split("/")[0]
