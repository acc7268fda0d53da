"""Keys: fixed text that every match of a pattern must contain, for finding the lines worth a look.

A union of a few hundred whole patterns, or even of their beginnings with all their groups, grows RE2's automaton beyond
memory and takes a quarter of a second to warm up. A union of plain strings stays as small as the strings. The strings
are derived here from the patterns, never written by hand, so no rule can be hidden by a forgotten keyword: for a phrase
at the start of a line the first words it can begin with, for one inside a line the rarest fixed words of it.
"""

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner.errors import RuleError
from cleaner.rules.folding import fold_quotes

__all__ = ["Keys", "keys_of"]

START_WORDS: Final = 2
INSIDE_WORDS: Final = 3
MAX_CHARS: Final = 16
START_CHARS: Final = 8
MAX_KEYS: Final = 400
SMALL_CLASS: Final = 14
# Rare enough: beyond this, fewer and shorter keys are better than rarer ones.
RARE: Final = 6.0
# Words that stand side by side are rarer than each of them.
PAIR: Final = 1.5
_FREQUENT = os.path.join(os.path.dirname(__file__), "data", "frequent_words.txt")


class Keys(NamedTuple):
    """`texts`: every match contains one. `at_start`: it begins with it. `worth` says how rare the commonest is."""

    texts: tuple[str, ...]
    at_start: bool
    worth: float


class _Node(NamedTuple):
    source: str
    alternatives: tuple[tuple["_Node", ...], ...]
    quantifier: str

    @property
    def optional(self) -> bool:
        return self.quantifier[:1] in ("?", "*") or self.quantifier.startswith("{0")

    @property
    def repeated(self) -> bool:
        return self.quantifier[:1] in ("+", "*", "{")


class _Text(NamedTuple):
    """A beginning; `done` when nothing fixed can follow."""

    text: str
    done: bool


def keys_of(pattern: str, where: str, *, at_line_start: bool) -> Keys:
    """The keys of a pattern whose macros are spelled out. Raises `RuleError` for brackets that do not match."""
    alternatives, at = _parse(pattern, 0, where)
    if at != len(pattern):
        raise RuleError(f"{where}: unbalanced ')' in the pattern")
    if at_line_start:
        texts = _texts(t.text[:START_CHARS] for t in _group_beginnings(alternatives, START_WORDS))
        if all(texts):
            return Keys(texts, at_start=True, worth=min(map(len, texts)))
    best = [max(_inside(nodes), key=_worth, default=()) for nodes in _unwrapped(alternatives)]
    texts = _texts(text for texts in best for text in texts or ("",))
    return Keys(texts, at_start=False, worth=min(map(_worth, best)) if all(best) else 0.0)


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Sorted, without those that begin with another."""
    out: list[str] = []
    for text in sorted({fold_quotes(text) for text in texts}):
        if not out or not text.startswith(out[-1]):
            out.append(text)
    return tuple(out)


def _unwrapped(alternatives: tuple[tuple[_Node, ...], ...]) -> tuple[tuple[_Node, ...], ...]:
    only = alternatives[0][0] if len(alternatives) == 1 and len(alternatives[0]) == 1 else None
    return only.alternatives if only and only.alternatives and not only.quantifier else alternatives


def _inside(nodes: tuple[_Node, ...]) -> Iterator[tuple[str, ...]]:
    """Sets of texts of which every match of a sequence contains one, from each place where one can begin."""
    for i, node in enumerate(nodes):
        before = nodes[i - 1] if i else None
        at_word = before is None or node.source == " " or (before.source == " " and not before.optional)
        if at_word and not node.optional:
            texts = _texts(_from_word(t.text) for t in _beginnings(nodes[i:], INSIDE_WORDS))
            if "" not in texts:
                yield texts


def _from_word(text: str) -> str:
    """A text from its first letter or digit on: that is where the scanner looks."""
    while text and not text[0].isalnum():
        text = text[1:]
    return text


def _worth(texts: tuple[str, ...]) -> float:
    """How rare the commonest of some texts is, in rough powers of e; more of them are worth less."""
    return min((min(_rarity(text), RARE) for text in texts), default=0.0) - 0.005 * len(texts)


def _rarity(text: str) -> float:
    """Words among the frequent ones are worth little, others more the longer they are."""
    words = text.split()
    frequent = _frequent()
    alone = sum(0.3 + frequent[w] / 250 if w in frequent else min(len(w), 8) * 0.6 for w in words)
    return alone + PAIR * (len(words) - 1)


@lru_cache(maxsize=1)
def _frequent() -> dict[str, int]:
    with open(_FREQUENT, encoding="utf-8") as f:
        words = [line.strip() for line in f if line[0] != "#"]
    return {word: rank for rank, word in enumerate(words)}


def _beginnings(nodes: tuple[_Node, ...], words: int) -> list[_Text]:
    """What a sequence can begin with, up to so many words or its first open part."""
    out = [_Text("", done=False)]
    for node in nodes:
        if all(t.done for t in out):
            break
        options = _options(node, words)
        grown = [t for t in out if t.done]
        grown += [_extended(t, o, words) for t in out if not t.done for o in options]
        if len(grown) > MAX_KEYS:
            return [t._replace(done=True) for t in out]
        out = list(dict.fromkeys(grown))
    return out


def _extended(text: _Text, by: _Text, words: int) -> _Text:
    """One text after another, done when it is long enough."""
    joined = text.text + by.text
    return _Text(joined, by.done or joined.count(" ") >= words or len(joined) >= MAX_CHARS)


def _options(node: _Node, words: int) -> list[_Text]:
    skipped = [_Text("", done=False)] if node.optional else []
    if node.alternatives:
        inner = _group_beginnings(node.alternatives, words)
        return skipped + [t._replace(done=t.done or node.repeated) for t in inner]
    if node.source[0] == "[" and (chars := _few_chars(node.source)):
        return [*skipped, *(_Text(c, done=node.repeated) for c in chars)]
    if node.source[0] in "[.^$":
        return [*skipped, _Text("", done=True)]
    return [*skipped, _Text(node.source[-1], done=node.repeated)]


def _few_chars(source: str) -> str:
    """The characters of a small class, digits included; "" for a large or a negated one."""
    inside = source[1:-1].replace("0-9", "0123456789")
    if inside[:1] == "^" or "-" in inside[1:-1] or "\\\\" in inside or len(inside) > SMALL_CLASS:
        return ""
    return inside


def _group_beginnings(alternatives: tuple[tuple[_Node, ...], ...], words: int) -> list[_Text]:
    return [t for nodes in alternatives for t in _beginnings(nodes, words)]


def _parse(pattern: str, at: int, where: str) -> tuple[tuple[tuple[_Node, ...], ...], int]:
    """Alternatives from an offset to the closing bracket or the end."""
    alternatives: list[tuple[_Node, ...]] = []
    nodes: list[_Node] = []
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            alternatives.append(tuple(nodes))
            nodes = []
            at += 1
            continue
        node, at = _parse_node(pattern, at, where)
        nodes.append(node)
    return (*alternatives, tuple(nodes)), at


def _parse_node(pattern: str, at: int, where: str) -> tuple[_Node, int]:
    inner: tuple[tuple[_Node, ...], ...] = ()
    start = at
    if pattern[at] == "(":
        at += 3 if pattern.startswith("(?:", at) else 1
        inner, at = _parse(pattern, at, where)
        if at >= len(pattern):
            raise RuleError(f"{where}: unbalanced '(' in the pattern")
        at += 1
    elif pattern[at] == "[":
        at = _class_end(pattern, at, where)
    else:
        at += 2 if pattern[at] == "\\" else 1
    source = pattern[start:at]
    end = at
    if pattern[end : end + 1] in ("?", "*", "+"):
        end += 1
    elif pattern[end : end + 1] == "{" and pattern[end + 1 : end + 2].isdigit():
        end = pattern.find("}", end) + 1
    return _Node(source, inner, pattern[at:end]), end


def _class_end(pattern: str, at: int, where: str) -> int:
    i = at + 2
    while i < len(pattern) and pattern[i] != "]":
        i += 2 if pattern[i] == "\\" else 1
    if i >= len(pattern):
        raise RuleError(f"{where}: unbalanced '[' in the pattern")
    return i + 1
