"""Which language a text is in. The detector is loaded only when a text comes without one."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner.scan.shape import is_prose

__all__ = ["UNKNOWN", "Guess", "detect"]

# Enough to be sure of any language; the rest would only cost time.
SAMPLE_CHARS: Final = 1500
# Below this the detector is as often wrong as right on names and headlines.
MIN_CHARS: Final = 60
# What must be of one language: scraped pages in any language carry English furniture.
MAIN_SHARE: Final = 60
CERTAIN_CHARS: Final = 200
CERTAIN_SHARE: Final = 90
# The detector refuses control characters and code points that stand for none.
_REFUSED: Final = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]"
# UTF-8 has the others for characters beyond the first plane alone.
_BMP_BYTES: Final = bytes(range(0xF0))


class Guess(NamedTuple):
    """A language code, None where the text does not tell. `certain` is for packs that must not run by mistake."""

    code: str | None
    certain: bool


UNKNOWN: Final = Guess(None, certain=False)


def detect(text: str) -> Guess:
    """The language of a text, told by its running text so that headings and page furniture have no say."""
    sample = _sample(text)
    return _told(sample) if len(sample) >= MIN_CHARS // 3 else UNKNOWN


@lru_cache(maxsize=4)
def _told(sample: str) -> Guess:
    """What the detector says. A clean text is asked about as well, and most begin as they did before."""
    import pycld2  # noqa: PLC0415 - a few ms, and not needed where the language is given

    try:
        reliable, size, found = pycld2.detect(sample if _is_clean(sample) else re.sub(_REFUSED, " ", sample))
    except pycld2.error:
        return UNKNOWN
    _, code, share, _ = found[0]
    if not reliable or size < MIN_CHARS or share < MAIN_SHARE:
        return UNKNOWN
    return Guess(code.partition("-")[0], certain=size >= CERTAIN_CHARS and share >= CERTAIN_SHARE)


def _is_clean(sample: str) -> bool:
    """Whether a text has nothing that is refused: most have not, and the class takes a millisecond to compile."""
    if not sample.replace("\n", " ").isprintable():
        return False
    return sample.isascii() or not sample.encode("utf-8", "replace").translate(None, _BMP_BYTES)


def _sample(text: str) -> str:
    """The first paragraphs of running text, or the text as it is where there are none."""
    prose: list[str] = []
    size = at = 0
    while size < SAMPLE_CHARS and at < len(text):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)].strip()
        at = end + 1 if end >= 0 else len(text)
        if is_prose(line):
            prose.append(line[:SAMPLE_CHARS])
            size += len(line)
    return "\n".join(prose) if size >= MIN_CHARS else text[:SAMPLE_CHARS]
