"""The command line: one file a command."""

import gc
import os
import sys
from collections.abc import Sequence

__all__ = ["main", "start"]

COMMANDS = ("clean", "explain", "restore", "rules")


def start() -> int:
    """Run the command line as a process of its own.

    Looking for garbage among what was just loaded, and once more before leaving, is an eighth of a short run.
    """
    gc.set_threshold(20_000, 50, 100)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us: nothing comes in, and nobody reads
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - until the process ends
    status = main()
    gc.freeze()
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 all well, 1 some records failed, 2 wrong usage."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _version() if args[:1] == ["--version"] else _run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough. Python would complain once more while it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sys.stderr.write(f"cleaner: {error.filename or 'output'}: {error.strerror}\n")
        return 2
    return status


def _version() -> int:
    from cleaner import __version__  # noqa: PLC0415 - nothing else is needed, so nothing else is loaded

    sys.stdout.write(f"cleaner {__version__}\n")
    return 0


def _run(args: list[str]) -> int:
    from cleaner.errors import CleanerError  # noqa: PLC0415
    from cleaner.run.stops import Stop  # noqa: PLC0415

    command = args.pop(0) if args and args[0] in COMMANDS else "clean"
    try:
        if command == "rules":
            from cleaner.cli.rules import run  # noqa: PLC0415
        elif command == "restore":
            from cleaner.cli.restore import run  # noqa: PLC0415
        elif command == "explain":
            from cleaner.cli.explain import run  # noqa: PLC0415
        else:
            from cleaner.cli.clean import run  # noqa: PLC0415
        return run(args)
    except Stop as stop:
        return stop.status
    except CleanerError as error:
        sys.stderr.write(f"cleaner: {error}\n")
        return 2
