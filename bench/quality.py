"""How well it cleans: residue removed, content lost, bylines right.

Runs on the project's own fixtures, and on a folder of evaluation sets where there is one.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labelled import Account, account_of, from_case, from_record
from measures import Gold, Means, aligned, tokens
from rule_precision import report_rules
from sets import (
    Record,
    add_set_options,
    body_files,
    byline_cases,
    fixture_cases,
    folder_of,
    read_records,
    text_files,
    wild_file,
)
from systems import Output, System, in_process, peer, peer_names, through_command
from tables import heading, leave, percent, shortened, table

from cleaner.fields import parse_byline

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]

SECTIONS = ("fixtures", "wild", "bodies", "text")
WORST = 10
EPILOG = """\
examples:
  python bench/quality.py                          everything there is, with the package of this checkout
  python bench/quality.py --sites 0/3              only a third of the sites: the part to hold back while tuning
  python bench/quality.py --only wild --show 5     the labelled texts, and the five that came out worst
  python bench/quality.py --system c4_lines        the same figures for a peer
  python bench/quality.py --by-rule --skip wcxb    precision of each rule; fails if a certain one is under 0.99

reading it: residue removed should be high, content lost next to nothing. A tool that removes lines by their
look reaches the first at the cost of the second."""


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    if options.by_rule:
        return report_rules(options)
    system = _system(options)
    folder = folder_of(options)
    sections: dict[str, Callable[[], None]] = {"fixtures": lambda: _fixtures(options)}
    if folder:
        sections["wild"] = lambda: _wild(wild_file(folder), system, options)
        sections["bodies"] = lambda: _bodies(body_files(folder, options), system, options)
        sections["text"] = lambda: _texts(text_files(folder, options), system, options)
    for name in options.only or SECTIONS:
        if name in sections:
            sections[name]()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quality.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_set_options(parser)
    parser.add_argument(
        "--only",
        metavar="PART",
        action="append",
        choices=SECTIONS,
        help=f"one part of {', '.join(SECTIONS)}; repeat for more",
    )
    parser.add_argument(
        "--show", metavar="N", type=int, default=0, help="the N worst texts of each part, with what was lost and left"
    )
    test = parser.add_argument_group("what is tested")
    test.add_argument(
        "--mode",
        choices=("careful", "balanced", "strict"),
        help="mode of the cleaner (default: balanced; a fixture's own)",
    )
    test.add_argument("--give-language", action="store_true", help="tell the cleaner the language that the set knows")
    test.add_argument("--system", choices=peer_names(), help="a peer instead of the cleaner")
    test.add_argument(
        "--cmd", metavar="COMMAND", help="a filter of JSON lines instead, e.g. 'cleaner --from jsonl --to jsonl'"
    )
    test.add_argument(
        "--by-rule", action="store_true", help="hits on residue and on content of every rule and structural claim"
    )
    return parser


def _system(options: argparse.Namespace, mode: str = "balanced", *, own: bool = False) -> System:
    """What is tested. The project's `own` fixtures always say their language."""
    if options.system:
        return peer(options.system)
    if options.cmd:
        return through_command(options.cmd)
    return in_process(options.mode or mode, give_language=own or options.give_language)


def _fixtures(options: argparse.Namespace) -> None:
    cases = fixture_cases()
    heading(f"fixtures: {len(cases)} articles of our own")
    items = [from_case(case) for case in cases]
    modes = {case.about.get("mode", "balanced") for case in cases}
    systems = {mode: _system(options, mode, own=True) for mode in modes}
    outputs = []
    for case, item in zip(cases, items, strict=True):
        outputs += systems[case.about.get("mode", "balanced")]([item.record])
    account, _ = account_of(items, outputs)
    exact = [output.text == case.expected for case, output in zip(cases, outputs, strict=True)]
    rate = percent(sum(exact) / len(exact))
    print(f"texts exactly as expected, character for character: {sum(exact)} of {len(exact)} ({rate})")
    _print_account(account)
    for case in [case for case, same in zip(cases, exact, strict=True) if not same][: options.show]:
        print(f"  not as expected: {case.slug}")
    if not (options.system or options.cmd):
        _bylines(options)


def _bylines(options: argparse.Namespace) -> None:
    wrong = []
    table_of_lines = byline_cases()
    names = 0
    for language, record in table_of_lines:
        found = parse_byline(record["raw"], language, bare=record.get("bare", False))
        got = None if found is None else [(a.name, a.kind, a.role, a.contact) for a in found.authors]
        want = record["authors"]
        want = want if want is None else [(a["name"], a["kind"], a.get("role"), a.get("contact")) for a in want]
        names += got == want
        rest = ("others", "reading_minutes", "published", "updated", "place")
        same = found is None or all(
            getattr(found, key) == record.get(key, 0 if key == "others" else None) for key in rest
        )
        if got != want or not same:
            wrong.append(record["raw"])
    total = len(table_of_lines)
    right = total - len(wrong)
    print(f"byline table: {right} of {total} lines all right ({percent(right / total)}), authors right in {names}")
    for line in wrong[: options.show or WORST]:
        print(f"  wrong: {shortened(line)}")


def _print_account(account: Account) -> None:
    a = account
    print(f"residue removed {a.residue_removed:.4f} of {a.residue.total()} letters")
    print(f"content lost {a.content_lost:.5f} of {a.content} letters, words invented {a.invented}")
    print(f"clean texts untouched {a.untouched} of {a.clean}, texts without any fault {a.exact} of {a.texts}")
    print(f"authors right {a.bylines_right} of {a.bylines}, persons where there are none {a.persons_where_none}")
    rows = [
        (category, n, account.removed[category], percent(account.removed[category] / n))
        for category, n in account.residue.most_common()
    ]
    table(("category", "letters", "removed", "share"), rows)


def _wild(path: Path | None, system: System, options: argparse.Namespace) -> None:
    if path is None:
        return
    items = [from_record(record) for record in read_records(path, options) if not record.get("garbage")]
    heading(f"wild: {len(items)} scraped texts labelled line by line")
    account, languages = account_of(items, system([item.record for item in items]))
    _print_account(account)
    print()
    rows = [
        (name, a.texts, a.residue.total(), percent(a.residue_removed), percent(a.content_lost, 3))
        for name, a in sorted(languages.items(), key=lambda pair: -pair[1].residue.total())
    ]
    table(("language", "texts", "residue letters", "removed", "content lost"), rows)
    for verdict in sorted(account.verdicts, key=lambda v: -v.badness)[: options.show]:
        print(f"  {verdict.id}")
        print(f"    lost: {shortened(' '.join(verdict.lost), 300)}")
        print(f"    left: {shortened(' '.join(verdict.left), 300)}")


class _Loss(NamedTuple):
    """What one gold body lost."""

    letters: int
    id: str
    words: str


def _bodies(paths: list[Path], system: System, options: argparse.Namespace) -> None:
    heading("bodies: gold article texts as input, of which nothing should go")
    rows, losses = [], []
    for path in paths:
        records = [r for r in read_records(path, options) if r["type"] == "article" and r["text"]]
        if not records:
            continue
        texts: list[Record] = [{**record, "title": None} for record in records]
        found = [_loss(path.name, r, output) for r, output in zip(texts, system(texts), strict=True)]
        letters = sum(sum(map(len, tokens(r["text"]))) for r in records)
        lost = sum(loss.letters for loss in found)
        rows.append(
            (
                path.name,
                len(records),
                letters,
                lost,
                f"{lost / max(1, letters):.6f}",
                sum(bool(x.letters) for x in found),
            )
        )
        losses += found
    table(("set", "texts", "letters", "lost", "content lost", "texts touched"), rows)
    print(f"the {WORST} worst:")
    for loss in sorted(losses, reverse=True)[: max(WORST, options.show)]:
        if loss.letters:
            print(f"  {loss.letters:5}  {loss.id}: {shortened(loss.words, 150)}")


def _loss(name: str, record: Record, output: Output) -> _Loss:
    words = tokens(record["text"])
    kept, _ = aligned(words, tokens(output.text))
    lost = [word for word, k in zip(words, kept, strict=True) if not k]
    return _Loss(sum(map(len, lost)), f"{name} {record['id']}", " ".join(lost))


def _texts(paths: list[Path], system: System, options: argparse.Namespace) -> None:
    heading("text: what extractors left, against the gold body; the gap is what a perfect judge of lines would gain")
    rows = []
    worst = []
    for path in paths:
        records = [r for r in read_records(path, options) if r["gold"]]
        if not records:
            continue
        before, after, best = [], [], []
        for record, output in zip(records, system(records), strict=True):
            gold = Gold(record["gold"])
            before.append(gold.judge(record["text"]))
            after.append(gold.judge(output.text))
            best.append(gold.judge(gold.best_of(record["text"])))
            fallen = (before[-1].recall or 0) - (after[-1].recall or 0)
            worst.append((fallen, f"{path.name} {record['id']}"))
        rows.append(_gap(path.name, Means.of(before), Means.of(after), Means.of(best)))
    table(("set", "F1 before", "after", "perfect", "closed_f1", "closed_exact", "lineR_lost"), rows)
    for fallen, name in sorted(worst, reverse=True)[: options.show]:
        print(f"  recall -{fallen:.4f}  {name}")


def _gap(name: str, before: Means, after: Means, best: Means) -> tuple[str | float, ...]:
    closed = (after.f1 - before.f1) / max(1e-9, best.f1 - before.f1)
    exact = (after.exact - before.exact) / max(1e-9, best.exact - before.exact)
    return name, before.f1, after.f1, best.f1, closed, exact, best.line_recall - after.line_recall


if __name__ == "__main__":
    leave(main)
