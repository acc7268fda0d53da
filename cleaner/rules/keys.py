"""Keys: fixed text that every match of a pattern must contain, for finding the lines worth a look.

They are derived here from the patterns, never written by hand, so no rule can be hidden by a forgotten keyword: for a
phrase at the start of a line the first words it can begin with, for one inside a line the rarest fixed words of it.
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cleaner.errors import RuleError
from cleaner.rules.folding import fold_quotes
from cleaner.rules.rarity import RARE, worth

__all__ = ["LINE_END", "Keys", "key_form", "keys_of", "longest_match"]

START_WORDS: Final = 2
INSIDE_WORDS: Final = 3
MAX_CHARS: Final = 16
START_CHARS: Final = 8
# A shorter beginning ("x") says too little if what is inside says more.
TELLING: Final = 3
MAX_KEYS: Final = 1600
# More texts than that are as much work as the rule itself.
MAX_NEEDS: Final = 8
MIN_BYTES: Final = 3
OVERLAP: Final = 4
# Closes the key of a phrase that is a short line by itself: "404" is one, and no line that begins with a number.
LINE_END: Final = "\n"
SMALL_CLASS: Final = 14
_NUMBER: Final = re.compile("[0-9]+(?:[.,][0-9]+)*")


class Keys(NamedTuple):
    """What some of the matches have: each begins with one of `starts`, or has one of `inside` at a word in it.

    Beside that it has one of `needs` somewhere, if there are any.
    """

    starts: tuple[str, ...]
    inside: tuple[str, ...]
    needs: tuple[str, ...] = ()


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


def key_form(text: str) -> str:
    """The form in which folded text is compared with keys: every number is a 0."""
    return _NUMBER.sub("0", text)


def keys_of(pattern: str, where: str, scope: str) -> tuple[Keys, ...]:
    """The keys of a pattern whose macros are spelled out: of each alternative, those with equal needs together.

    Raises `RuleError` for brackets that do not match.
    """
    found: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
    for nodes in _unwrapped(_parsed(pattern, where)):
        starts = _starts(nodes, LINE_END if scope == "line" else "") if scope in ("line", "start") else ("",)
        within = max(_inside(nodes), key=worth, default=("",))
        shortest = min(map(len, starts))
        inside = not shortest or (shortest < TELLING and worth(within) >= RARE / 2)
        keys = within if inside else starts
        found.setdefault(_needs(nodes, keys), (set(), set()))[inside].update(keys)
    return tuple(Keys(_texts(starts), _texts(inside), needs) for needs, (starts, inside) in found.items())


def _needs(nodes: tuple[_Node, ...], keys: tuple[str, ...]) -> tuple[str, ...]:
    """The rarest of a few other texts of which every match of a sequence has one; () where there are none.

    Unlike a key it may begin behind anything.
    """
    best: tuple[str, ...] = ()
    for i, node in enumerate(nodes):
        if node.optional or (i and nodes[i - 1].source.isalnum() and not nodes[i - 1].quantifier):
            continue
        texts = _texts(t.text.strip() for t in _beginnings(nodes[i:], INSIDE_WORDS, MAX_NEEDS))
        telling = all(len(text.encode()) >= MIN_BYTES and not _has(keys, text) for text in texts)
        if telling and worth(texts) > worth(best):
            best = texts
    return best


def _has(keys: tuple[str, ...], text: str) -> bool:
    """Whether a text says no more than a key does: they overlap."""
    return any(key in text or text in key or key[-OVERLAP:] == text[:OVERLAP] for key in keys)


def _starts(nodes: tuple[_Node, ...], end: str) -> tuple[str, ...]:
    """What a line begins with, and `end` after what is all of it."""
    whole = ((t.text if t.done or not t.text else t.text + end) for t in _beginnings(nodes, START_WORDS))
    return _texts(text[:START_CHARS] for text in whole)


def longest_match(pattern: str, where: str) -> int:
    """How many characters a match has at the most, on a folded line; 0 for no bound."""
    size = _longest_of(_parsed(pattern, where))
    return 0 if size == math.inf else int(size)


def _longest_of(alternatives: tuple[tuple[_Node, ...], ...]) -> float:
    return max(sum(map(_longest, nodes)) for nodes in alternatives)


def _longest(node: _Node) -> float:
    if node.quantifier[:1] in ("*", "+"):
        return math.inf
    times = 1
    if node.quantifier[:1] == "{":
        bound = node.quantifier[1:-1].split(",")[-1]
        if not bound:
            return math.inf
        times = int(bound)
    return times * (_longest_of(node.alternatives) if node.alternatives else 1)


def _parsed(pattern: str, where: str) -> tuple[tuple[_Node, ...], ...]:
    alternatives, at = _parse(pattern, 0, where)
    if at != len(pattern):
        raise RuleError(f"{where}: unbalanced ')' in the pattern")
    return alternatives


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Sorted, without those that begin with another."""
    out: list[str] = []
    for text in sorted({_uncut(key_form(fold_quotes(text))) for text in texts}):
        if not out or not text.startswith(out[-1]):
            out.append(text)
    return tuple(out)


def _uncut(text: str) -> str:
    """Without the point at the end that could be the middle of a number."""
    return text.rstrip(".,") if text.rstrip(".,")[-1:] == "0" else text


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


def _beginnings(nodes: tuple[_Node, ...], words: int, most: int = MAX_KEYS) -> list[_Text]:
    """What a sequence can begin with, up to so many words or its first open part; cut short where that is too much."""
    out = [_Text("", done=False)]
    for node in nodes:
        if all(t.done for t in out):
            break
        options = _options(node, words, most)
        grown = [t for t in out if t.done]
        grown += [_extended(t, o, words) for t in out if not t.done for o in options]
        if len(grown) > most:
            return _fewer(grown, words) or [t._replace(done=True) for t in out]
        out = list(dict.fromkeys(grown))
    return out


def _fewer(texts: list[_Text], words: int) -> list[_Text]:
    """Shorter ones where there are too many, for the edges of a line only: inside they would be found everywhere."""
    for size in range(START_CHARS, START_CHARS // 2 - 1, -1) if words == START_WORDS else ():
        short = list(dict.fromkeys(_Text(t.text[:size], done=True) for t in texts))
        if len(short) <= MAX_KEYS:
            return short
    return []


def _extended(text: _Text, by: _Text, words: int) -> _Text:
    """One text after another, done when it is long enough."""
    joined = text.text + by.text
    if not by.text.isalpha():
        joined = key_form(joined)
    if words == START_WORDS:
        joined = joined[:START_CHARS]
    longest = START_CHARS if words == START_WORDS else MAX_CHARS
    return _Text(joined, by.done or joined.count(" ") >= words or len(joined) >= longest)


def _options(node: _Node, words: int, most: int) -> list[_Text]:
    skipped = [_Text("", done=False)] if node.optional else []
    if node.alternatives:
        inner = _group_beginnings(node.alternatives, words, most)
        return skipped + [t._replace(done=t.done or node.repeated) for t in inner]
    if node.source == "[0-9]":
        return [*skipped, _Text("0", done=False)]  # a run of them is one number, see `key_form`
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


def _group_beginnings(alternatives: tuple[tuple[_Node, ...], ...], words: int, most: int) -> list[_Text]:
    return [t for nodes in alternatives for t in _beginnings(nodes, words, most)]


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
