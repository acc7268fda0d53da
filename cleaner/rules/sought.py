"""Keys as the gate looks for them: in the form of a skeleton."""

from typing import Final, NamedTuple

from cleaner.rules.keys import LINE_END, Keys
from cleaner.rules.skeleton import LINE_START, words

__all__ = ["Sought", "sought"]

_DIGIT: Final = b"0"
MIN_BYTES: Final = 3


class Sought(NamedTuple):
    """What some of the matches of a rule have in them.

    One of `texts` in the skeleton of the line; or else the line, folded and with every number a 0, begins with one of
    `numbers`. Beside that one of `needs` in the skeleton, if there are any.
    """

    texts: tuple[bytes, ...]
    numbers: tuple[str, ...]
    needs: tuple[bytes, ...]

    def hold(self) -> bool:
        """Whether there is something to look for, and nothing that would be found everywhere."""
        inside = [text.lstrip() for text in self.texts if not text.startswith(LINE_START)]
        telling = all(len(text) >= MIN_BYTES for text in inside) and LINE_START not in self.texts
        return telling and bool(self.texts or self.numbers)


def sought(keys: Keys, *, unspaced: bool) -> Sought:
    """The form of some keys. Phrases in scripts without blanks may stand behind any letter."""
    numbers = [key for key in keys.starts if key[:1] == "0"]
    starts = {LINE_START + _to_digit(key) for key in keys.starts if key[:1] != "0" and not _is_signs(key)}
    inside = {_behind_blank(key, unspaced=unspaced) for key in keys.inside}
    needs = {max(words(need).split(_DIGIT), key=len).strip() for need in keys.needs}
    telling = all(len(need) >= MIN_BYTES for need in needs)
    return Sought(tuple(sorted(starts | inside)), tuple(numbers), tuple(sorted(needs)) if telling else ())


def _is_signs(key: str) -> bool:
    """Whether a key is signs alone, with which no line begins that is bare of its decoration."""
    return key != "" and not words(key).strip()


def _to_digit(key: str) -> bytes:
    """A key up to the first digit of a number, which may have more of them."""
    text = words(key)
    head, digit, _ = text.partition(_DIGIT)
    if digit:
        return head + digit
    return text.rstrip(b" \n") + b"\n" if key.endswith(LINE_END) else text


def _behind_blank(key: str, *, unspaced: bool) -> bytes:
    if key[:1] == "0":
        return words(key)
    return _to_digit(key) if unspaced and not key[:1].isascii() else b" " + _to_digit(key)
