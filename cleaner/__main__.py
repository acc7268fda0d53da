"""The command as a module: `python -m cleaner`."""

import sys

from cleaner.cli import start

if __name__ == "__main__":
    sys.exit(start())
