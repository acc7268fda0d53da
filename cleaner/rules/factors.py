"""A stretch that every match of a pattern must contain: the gate's share of a rule.

The union of whole patterns would be the safest gate, but a few hundred patterns with open-ended parts grow RE2's
automaton beyond any memory (1 MB/s instead of 300). A dozen characters that no match can lack are as safe and keep the
union small: the beginning of the pattern where that is fixed, else its longest fixed part. They are derived here, never
written by hand, so no rule can be hidden by a forgotten keyword.
"""

from typing import Final, NamedTuple

from cleaner.errors import RuleError

__all__ = ["Factor", "factors_of"]

ENOUGH_CHARS: Final = 12
GOOD_START: Final = 6
OPEN_MACROS: Final = frozenset({"outlet", "rest"})


class Factor(NamedTuple):
    """`source` in the dialect, without open-ended parts; with at least `chars` fixed characters.

    `complete`: it goes on to the end of the pattern. `anchored`: it is where the pattern begins.
    """

    source: str
    complete: bool
    chars: int
    anchored: bool = True


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


def factors_of(pattern: str, where: str, *, at_line_start: bool) -> tuple[Factor, ...]:
    """One factor for each alternative of a dialect pattern. Raises `RuleError` for brackets that do not match.

    `at_line_start`: the pattern stands at the start of a line, where even a short beginning says enough.
    """
    alternatives, at = _parse(pattern, 0, where)
    if at != len(pattern):
        raise RuleError(f"{where}: unbalanced ')' in the pattern")
    if (
        len(alternatives) == 1
        and len(alternatives[0]) == 1
        and alternatives[0][0].alternatives
        and not alternatives[0][0].quantifier
    ):
        alternatives = alternatives[0][0].alternatives
    return tuple(_factor(nodes, 2 if at_line_start else GOOD_START) for nodes in alternatives)


def _factor(nodes: tuple[_Node, ...], good_start: int = GOOD_START) -> Factor:
    """The beginning where it is long enough, else the longest part."""
    first = _sequence(nodes, ENOUGH_CHARS)
    if first.anchored and (first.complete or first.chars >= good_start):
        return first
    later = [_sequence(nodes[i:], ENOUGH_CHARS) for i in range(1, len(nodes)) if not nodes[i].optional]
    best = max((first, *later), key=lambda f: f.chars)
    return best if best is first else best._replace(anchored=False)


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
        at = pattern.find("]", at + 2) + 1
        if not at:
            raise RuleError(f"{where}: unbalanced '[' in the pattern")
    elif pattern[at] == "{":
        at = pattern.find("}", at) + 1
    else:
        at += 2 if pattern[at] == "\\" else 1
    source = pattern[start:at]
    end = at
    if pattern[end : end + 1] in ("?", "*", "+"):
        end += 1
    elif pattern[end : end + 1] == "{" and pattern[end + 1 : end + 2].isdigit():
        end = pattern.find("}", end) + 1
    if end > at and pattern[end : end + 1] == "?":  # lazy: the same words, found in another order
        end += 1
    return _Node(source, inner, pattern[at:end]), end


def _branch(alternatives: tuple[tuple[_Node, ...], ...], budget: int) -> Factor:
    parts = [_sequence(nodes, budget) for nodes in alternatives]
    if any(not p.complete and p.chars < GOOD_START for p in parts):
        parts = [_factor(nodes) for nodes in alternatives]
    return Factor(
        "|".join(dict.fromkeys(p.source for p in parts)),
        all(p.complete and p.anchored for p in parts),
        min(p.chars for p in parts),
        all(p.anchored for p in parts),
    )


def _sequence(nodes: tuple[_Node, ...], budget: int) -> Factor:
    out: list[str] = []
    chars = 0
    for node in nodes:
        if chars >= budget:
            return Factor("".join(out), complete=False, chars=chars)
        part = _node(node, budget - chars)
        if part.complete:
            out.append(part.source)
            chars += part.chars
            continue
        if part.anchored and not node.optional:
            return Factor("".join([*out, part.source]), complete=False, chars=chars + part.chars)
        if part.chars > chars and not node.optional:
            return part
        return Factor("".join(out), complete=False, chars=chars)
    return Factor("".join(out), complete=True, chars=chars)


def _node(node: _Node, budget: int) -> Factor:
    if node.alternatives:
        return _group(node, _branch(node.alternatives, budget))
    if node.source[0] == "{":
        closed = node.source[1:-1] not in OPEN_MACROS
        return Factor(node.source + node.quantifier if closed else "", complete=closed, chars=0)
    if node.source[0] in "[.":  # a class tells little about a line: it counts for nothing
        if node.repeated:
            return Factor("" if node.optional else node.source, complete=False, chars=0)
        return Factor(node.source + node.quantifier, complete=True, chars=0)
    says_something = not node.optional and node.source != " "
    return Factor(node.source + node.quantifier, complete=True, chars=int(says_something))


def _group(node: _Node, inner: Factor) -> Factor:
    chars = 0 if node.optional else inner.chars
    if inner.complete and not node.repeated:
        return Factor(f"(?:{inner.source}){node.quantifier}", complete=True, chars=chars)
    return Factor(f"(?:{inner.source})", complete=False, chars=chars, anchored=inner.anchored)
