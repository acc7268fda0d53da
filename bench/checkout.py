"""The checkout that the benches belong to: its folders, and its package ahead of any installed one.

Import this before `cleaner`: the bench measures the code it stands beside.
"""

import sys
from pathlib import Path

__all__ = ["BENCH", "DEFAULT_SETS", "FIXTURES", "ROOT"]

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
FIXTURES = ROOT / "fixtures"
DEFAULT_SETS = ROOT.parent / "shared" / "corpora"

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
