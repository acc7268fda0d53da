"""The line rule of C4, written anew from its description.

Raffel et al. 2020, "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", section 2.2:
a line stays if it ends in a terminal punctuation mark, has at least three words and speaks neither of JavaScript nor of
cookies and policies. "Lorem ipsum" throws out a whole page there; here, where a page is one article, its line. C4's
other page filters (bad words, curly brackets, language, repeats) are not about lines and left out.
"""

from collections.abc import Callable

__all__ = ["load"]

LEAST_WORDS = 3
ENDINGS = (".", "!", "?", '"', "”")
UNWANTED = (
    "javascript",
    "lorem ipsum",
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
)


def load() -> Callable[[str], str]:
    """`text in, text out`."""
    return lambda text: "\n".join(filter(_keeps, text.split("\n")))


def _keeps(line: str) -> bool:
    line = line.strip()
    if not line.endswith(ENDINGS) or line.endswith("..."):
        return False
    lowered = line.lower()
    return len(line.split()) >= LEAST_WORDS and not any(phrase in lowered for phrase in UNWANTED)
