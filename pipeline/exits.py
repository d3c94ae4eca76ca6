"""How the program ends: the exit code of each end, and Ctrl-C or SIGTERM as the wish that it end."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

import click

from pipeline.errors import NoticeError
from pipeline.messages import Language, message

ALL_WELL, PROBLEM, USAGE, SOME_FAILED, NO_INPUT, INTERRUPTED = 0, 1, 2, 3, 4, 130
_NO_INPUT_CODES = ("no_input", "no_such_path")
# As shells have it: a process that a signal ended has this and the number of the signal as its code.
_BY_SIGNAL = 128
# So long a command has to put its things in order; a signal that comes meanwhile is the same wish again.
_SETTLING_SECONDS = 5.0


class Stop:
    """Lets SIGINT (Ctrl-C) and SIGTERM (the end of a cluster's job) stop the program as KeyboardInterrupt, once."""

    def __init__(self) -> None:
        self._signal, self._since = 0, 0.0

    def listen(self) -> None:
        """From now on; a signal that the program was started to ignore (`nohup`, `&`) stays so."""
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)

    def code(self, code: int) -> int:
        """The exit code of a command that ended with `code`; nothing is left to be stopped."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return _BY_SIGNAL + self._signal if code == INTERRUPTED and self._signal else code

    def _stop(self, number: int, _: FrameType | None) -> None:
        now = time.monotonic()
        if self._signal and now - self._since < _SETTLING_SECONDS:
            return
        self._signal, self._since = number, now
        raise KeyboardInterrupt


def code_of(command: Callable[[], object], language: Language) -> int:
    """Runs a command; gives its exit code, and says on standard error why where it did not end well."""
    try:
        code = command()
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(message("interrupted", language), err=True)
        return INTERRUPTED
    except NoticeError as error:
        click.echo(message("error", language, message=error), err=True)
        return NO_INPUT if error.reason_code in _NO_INPUT_CODES else PROBLEM
    except BrokenPipeError:
        # The reader of a pipe (head) has seen enough; nothing more can be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ALL_WELL
    except OSError as error:
        click.echo(message("system_error", language, message=error), err=True)
        return PROBLEM
    return code if isinstance(code, int) else ALL_WELL
