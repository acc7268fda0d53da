"""A line remover as pipelines have them: a list of expressions, each tried on each line.

The shape is that of NVIDIA NeMo Curator's modifiers and of many cleaners in scripts; the list is ours, and short.
"""

import re
from collections.abc import Callable

__all__ = ["load"]

EXPRESSIONS = (
    r"^\s*(?:read|see|watch|listen) (?:also|more|next)\b.*$",
    r"^\s*(?:also read|related|recommended|more on this)\b.*$",
    r"^\s*(?:advertisement|sponsored|promoted)\s*$",
    r"^\s*share (?:this|on)\b.*$",
    r"^\s*follow us on\b.*$",
    r"^\s*(?:subscribe|sign up)\b.{0,80}$",
    r"^\s*click here\b.*$",
    r"^\s*(?:leave|post) a (?:comment|reply)\s*$",
    r"^\s*(?:copyright|©)\b.*$",
    r"^\s*tags?\s*:.*$",
    r"^\s*\(?(?:photo|image|credit)s?\s*(?:by)?\s*:.*$",
    r"^.*\ball rights reserved\b.*$",
    r"^\s*by [A-Z][a-z]+ [A-Z][a-z]+\s*$",
    r"^\s*\d+ min(?:ute)?s? read\s*$",
    r"^\s*join (?:our|us on) .{0,60}$",
)


def load() -> Callable[[str], str]:
    """`text in, text out`."""
    compiled = [re.compile(expression, re.IGNORECASE) for expression in EXPRESSIONS]

    def clean(text: str) -> str:
        return "\n".join(line for line in text.split("\n") if not any(e.match(line) for e in compiled))

    return clean
