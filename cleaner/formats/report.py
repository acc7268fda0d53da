"""What went and why, for people."""

from collections.abc import Iterator

from cleaner.article import Article

__all__ = ["report"]

COLOURS = {"certain": "\x1b[31m", "likely": "\x1b[33m", "weak": "\x1b[35m"}
DIM = "\x1b[2m"
PLAIN = "\x1b[0m"
TEXT_CHARS = 100


def report(article: Article, *, colour: bool = False) -> str:
    """Two lines a decision: line number, category, what became of it, how sure, the text; and why."""
    return "".join(_lines(article, colour))


def _lines(article: Article, colour: bool) -> Iterator[str]:
    total = sum(len(d.text) for d in article.decisions if d.removes)
    line, counted = 1, 0
    for d in article.decisions:
        begin = d.start + len(d.text) - len(d.text.lstrip())
        line += article.source.count("\n", counted, begin)
        counted = begin
        text = " ".join(d.text.split())
        text = text if len(text) <= TEXT_CHARS else text[: TEXT_CHARS - 1] + "…"
        why = ", ".join((*d.rules, *d.signals))
        verb = {"drop": "dropped", "move": "moved", "mark": "marked"}[d.action]
        if colour:
            text, why = f"{COLOURS[d.confidence]}{text}{PLAIN}", f"{DIM}{why}{PLAIN}"
        yield f"{line:>6}  {d.category:<10} {verb:<8} {d.confidence:<8} {text}\n{'':8}{why}\n"
    share = total / max(1, len(article.source))
    count = len(article.decisions)
    yield f"{count} decision{'s' * (count != 1)}, {total} of {len(article.source)} characters removed ({share:.1%})\n"
    if article.guard:
        yield "loss guard: what was not certain would have taken more than half of the text, and stayed\n"
