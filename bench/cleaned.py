"""Run as a process of its own by `diff.py`: cleans records from standard input with whichever package is on the path.

One JSON line a record: the stretches that went, each with its reasons. Uses only what every revision of the package
has: `Cleaner`, `clean` and decisions.
"""

import json
import sys

from cleaner import Cleaner

__all__ = ["main"]


def main() -> int:
    """`cleaned.py MODE < records > stretches`."""
    cleaner = Cleaner(mode=sys.argv[1])
    for line in sys.stdin:
        record = json.loads(line)
        article = cleaner.clean(record["text"], title=record.get("title"), language=record.get("language"))
        gone = [
            [d.start, d.end, d.category, [*d.rules, *d.signals]]
            for d in article.decisions
            if d.action in ("drop", "move")
        ]
        sys.stdout.write(json.dumps(gone) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
