"""Rules prove their examples, bad rule files are refused with file and line, and the gate hides no rule."""

import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import re2

from cleaner import Cleaner
from cleaner.article import CATEGORIES
from cleaner.cli import main
from cleaner.errors import ConfigError, RuleError
from cleaner.rules import COMMON, languages, load_pack, load_rules
from cleaner.rules.check import check_file
from cleaner.rules.dialect import classifier_source, span_source
from cleaner.rules.folding import aligned, fold, strip_decoration
from cleaner.rules.keys import LINE_END, key_form, keys_of, longest_match
from cleaner.rules.load import pack_files, read_sources
from cleaner.rules.macros import MACROS, expand
from cleaner.rules.schema import Rule, RuleSource, parse_rule
from cleaner.rules.skeleton import skeleton
from cleaner.scan import Scanner
from cleaner.scan import gate as scan_gate
from cleaner.scan import match as scan_match
from cleaner.scan.gate import Gate

from .conftest import ALL_CASES

PACKS = (COMMON, *languages())
FILES = [path for code in PACKS for path in pack_files(code)]
GOOD = {
    "id": "en.related.full-story",
    "category": "related",
    "scope": "line",
    "confidence": "likely",
    "pattern": "read the full story",
    "why": "A link to the story itself.",
    "since": "0.1.0",
    "matches": ["Read the full story", "READ THE FULL STORY »"],
    "ignores": ["She read the full story to her class.", "Read the full story aloud."],
}


def toml_of(*rules: dict[str, object]) -> str:
    """Rules as TOML; JSON strings and lists are TOML as well."""
    out = []
    for rule in rules:
        out.append("[[rule]]")
        for key, value in rule.items():
            text = "[" + ", ".join(quoted(v) for v in value) + "]" if isinstance(value, list) else quoted(value)
            out.append(f"{key} = {text}")
        out.append("")
    return "\n".join(out)


def quoted(value: object) -> str:
    """A TOML value: numbers bare, all else a literal string."""
    return str(value) if isinstance(value, int) else "'''" + str(value) + "'''"


@lru_cache(maxsize=1)
def sources() -> tuple[RuleSource, ...]:
    """Every built-in rule with its examples."""
    return tuple(source for path in FILES for source in read_sources(path))


@lru_cache(maxsize=1)
def scanner() -> Scanner:
    """All built-in rules in one scanner."""
    return Scanner([source.rule for source in sources()])


@pytest.mark.parametrize("path", FILES, ids=["/".join(path.split("/")[-2:]) for path in FILES])
def test_every_built_in_file_proves_its_examples(path: str) -> None:
    """The checker has nothing to say about any file of the package."""
    assert check_file(path) == []


def test_ids_are_unique_over_all_files() -> None:
    """An id names one rule, wherever it stands."""
    ids = [source.rule.id for source in sources()]
    assert len(ids) == len(set(ids))


def test_ids_begin_with_their_language() -> None:
    """A rule of the English pack is called en.something."""
    for code in PACKS:
        for path in pack_files(code):
            assert {s.rule.id.partition(".")[0] for s in read_sources(path)} <= {code}


def test_packs_load_the_same_from_the_cache_and_from_toml() -> None:
    """What the cache holds is what the files say."""
    for code in PACKS:
        load_pack.cache_clear()
        first = load_pack(code)
        load_pack.cache_clear()
        assert load_pack(code) == first == load_rules(pack_files(code))


def test_a_pack_that_does_not_exist() -> None:
    """The message lists the languages that there are."""
    with pytest.raises(ConfigError, match=r"no rules for language 'xx'; there are .*en"):
        load_pack("xx")


BAD = {
    "not toml": ("[[rule]\n", "mine.toml: not valid TOML"),
    "not utf-8": (b"[[rule]]\nid = '\xff'\n", "mine.toml: not valid TOML"),
    "unknown table": ("[rules]\n", "mine.toml: unknown table 'rules'; a rule file holds"),
    "unknown key": (
        toml_of({**GOOD, "patern": "x"}),
        "mine.toml:1: en.related.full-story: unknown key 'patern'; known: ",
    ),
    "missing key": (
        toml_of({k: v for k, v in GOOD.items() if k != "why"}),
        "mine.toml:1: en.related.full-story: why is missing",
    ),
    "missing id": (
        toml_of({k: v for k, v in GOOD.items() if k != "id"}),
        "mine.toml:1: rule without id: id is missing",
    ),
    "wrong type": (toml_of({**GOOD, "why": 5}), "mine.toml:1: en.related.full-story: why must be a string"),
    "wrong list": (
        toml_of({**GOOD, "matches": "one"}),
        "mine.toml:1: en.related.full-story: matches must be a list of strings",
    ),
    "bad bound": (toml_of({**GOOD, "max_chars": -1}), "mine.toml:1: en.related.full-story: max_chars must be a number"),
    "category": (
        toml_of({**GOOD, "category": "spam"}),
        "mine.toml:1: en.related.full-story: category 'spam' is none of title, byline",
    ),
    "scope": (
        toml_of({**GOOD, "scope": "page"}),
        "mine.toml:1: en.related.full-story: scope 'page' is none of line, start",
    ),
    "confidence": (
        toml_of({**GOOD, "confidence": "0.9"}),
        "mine.toml:1: en.related.full-story: confidence '0.9' is none of certain",
    ),
    "zone": (
        toml_of({**GOOD, "zone": "middle"}),
        "mine.toml:1: en.related.full-story: zone 'middle' is none of any, head",
    ),
    "note kind": (
        toml_of({**GOOD, "note": "gossip"}),
        "mine.toml:1: en.related.full-story: note 'gossip' is none of correction",
    ),
    "no macro": (
        toml_of({**GOOD, "pattern": "read {site} now"}),
        "mine.toml:1: en.related.full-story: no macro {site}; there are ",
    ),
    "brackets": (
        toml_of({**GOOD, "pattern": "read the) full story"}),
        "mine.toml:1: en.related.full-story: unbalanced ')'",
    ),
    "capitals": (
        toml_of({**GOOD, "pattern": "Read the full story"}),
        "mine.toml:1: en.related.full-story: write the pattern in lower case",
    ),
    "ascii class": (
        toml_of({**GOOD, "pattern": "read the \\w+ story"}),
        "mine.toml:1: en.related.full-story: \\w is ASCII only in RE2",
    ),
    "too short": (toml_of({**GOOD, "scope": "inline", "pattern": "re"}), "no fixed words that every match contains"),
    "nothing fixed": (
        toml_of({**GOOD, "scope": "inline", "pattern": "[a-z]+ [a-z]+"}),
        "no fixed words that every match contains",
    ),
    "nothing fixed in one alternative": (
        toml_of({**GOOD, "scope": "inline", "pattern": "read the full story|[0-9a-z]+ [0-9a-z]+"}),
        "no fixed words that every match contains",
    ),
    "one word": (toml_of({**GOOD, "scope": "inline", "pattern": "subscribe"}), "an inline phrase needs two words"),
    "decoration": (toml_of({**GOOD, "pattern": "read the full story:"}), "begin and end with a letter"),
    "few examples": (toml_of({**GOOD, "matches": ["Read the full story"]}), "give at least two examples"),
    "no match": (
        toml_of({**GOOD, "matches": ["Read the full story", "Read it"]}),
        "matches[1] is not matched: 'Read it'",
    ),
    "a match": (
        toml_of({**GOOD, "ignores": ["Read the full story!", "No"]}),
        "ignores[0] is matched: 'Read the full story!'",
    ),
    "a hit": (toml_of({**GOOD, "misses": ["Read the full story"]}), "misses[0] is matched: 'Read the full story'"),
    "twice": (toml_of(GOOD, GOOD), "the id is not unique"),
    "odd id": (
        toml_of({**GOOD, "id": "full-story"}),
        "mine.toml:1: full-story: an id reads language.category.what-it-matches",
    ),
    "id lies": (toml_of({**GOOD, "id": "en.promo.full-story"}), "the id says category promo, the rule says related"),
    "second rule": (toml_of(GOOD, {**GOOD, "id": "en.related.b", "zone": "x"}), "mine.toml:12: en.related.b: zone 'x'"),
}


@pytest.mark.parametrize(("content", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_rule_file_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    """Each fault has its own message, with file and line."""
    path = tmp_path / "mine.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults = check_file(str(path))
    assert any(message in fault for fault in faults), faults
    assert all(fault.startswith("mine.toml:") for fault in faults)


def test_a_good_rule_file_passes(tmp_path: Path) -> None:
    """The record that the bad ones vary is itself all right."""
    path = tmp_path / "mine.toml"
    path.write_text(toml_of(GOOD), encoding="utf-8")
    assert check_file(str(path)) == []
    (source,) = read_sources(str(path))
    assert (source.rule.id, source.line, source.file) == ("en.related.full-story", 1, "mine.toml")


def test_a_file_that_cannot_be_read() -> None:
    """A missing file is a fault of its own, not a traceback."""
    (fault,) = check_file("/nowhere/mine.toml")
    assert fault.startswith("/nowhere/mine.toml: cannot be read: ")


def test_a_bad_pattern_is_a_rule_error(tmp_path: Path) -> None:
    """RE2 refuses what it cannot run in linear time; that must not come out as another library's error."""
    for pattern in (
        "read the (?=full) story",
        "read (the) full \\1",
        "read the [full story",
        "read the story(",
        "read the (?:full)**+",
    ):
        path = tmp_path / "mine.toml"
        path.write_text(toml_of({**GOOD, "pattern": pattern}), encoding="utf-8")
        faults = check_file(str(path))
        assert faults, pattern
        assert all(fault.startswith("mine.toml:1: en.related.full-story: ") for fault in faults), faults


def test_checker_names_the_rule_that_matches_too(tmp_path: Path) -> None:
    """Two rules of different categories on one line are a mistake unless `also` says so."""
    other = {**GOOD, "id": "en.promo.story", "category": "promo", "scope": "start", "pattern": "read the full"}
    other["ignores"] = ["Nothing", "Nobody"]
    path = tmp_path / "mine.toml"
    path.write_text(toml_of(GOOD, other), encoding="utf-8")
    assert any("en.promo.story matches it too" in fault for fault in check_file(str(path)))


# --- the gate


@lru_cache(maxsize=1)
def full_scanner() -> Scanner:
    """All built-in rules in one scanner."""
    return Scanner([source.rule for source in sources()])


def bytes_pattern(source: str) -> Any:
    """A classifier as RE2 over UTF-8, compiled by the test itself."""
    return re2.compile(source.encode())


@lru_cache(maxsize=1)
def classifiers() -> tuple[tuple[Rule, Any], ...]:
    """Every built-in rule with its pattern over one folded line."""
    return tuple((s.rule, bytes_pattern(classifier_source(s.rule))) for s in sources())


@lru_cache(maxsize=1)
def all_classifiers() -> Any:
    """The same patterns in one set, which says of a line at once which of them match."""
    options = re2.Options()
    options.max_mem = 1 << 30
    found = re2.Set.SearchSet(options)
    for rule, _ in classifiers():
        found.Add(classifier_source(rule))
    found.Compile()
    return found


@lru_cache(maxsize=512)
def span_pattern(rule: Rule) -> Any:
    """A rule over a line as it is."""
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(span_source(rule), options)


def tried_in_full(line: str) -> list[tuple[str, int, int]]:
    """What fires on a line when every rule is tried on it: no gate, no keys, nothing of the scanner."""
    bare = fold(strip_decoration(line))
    found = []
    for i in sorted(all_classifiers().Match(bare) or ()):
        rule, _ = classifiers()[i]
        if rule.scope in ("line", "start", "end"):
            if not rule.max_chars or len(bare) <= rule.max_chars:
                found.append((rule.id, 0, len(line)))
            continue
        folded, at = aligned(line)
        if span := span_pattern(rule).search(folded):
            found.append((rule.id, at[span.start(1)], at[span.end(1)]))
    return found


def told_by(scanner: Scanner, lines: list[str]) -> list[list[tuple[str, int, int]]]:
    """What the scanner says of each line of a text: the gate first, then what it let through."""
    fired = scanner.scan("\n".join(lines), lines).fired
    return [[(m.rule.id, m.start, m.end) for m in fired.get(n, ())] for n in range(len(lines))]


def differences(lines: list[str]) -> list[tuple[str, str, str]]:
    """Rules that the scanner hides ("-") or makes up ("+"), with the line."""
    out = []
    for line, told in zip(lines, told_by(full_scanner(), lines), strict=True):
        wanted = tried_in_full(line)
        out += [("-", rule, line) for rule, *_ in wanted if rule not in [t[0] for t in told]]
        out += [("+", rule, line) for rule, *_ in told if rule not in [w[0] for w in wanted]]
        out += [("?", line, f"{told} {wanted}")] if told != wanted and not out else []
    return out


def test_the_set_of_this_test_is_no_oracle_of_its_own() -> None:
    """The set agrees with the patterns one by one: it did not run out of memory without a word."""
    lines = [example for source in sources() for example in source.matches]
    for line in random.Random(5).sample(lines, 100):
        data = fold(strip_decoration(line)).encode()
        assert sorted(all_classifiers().Match(fold(strip_decoration(line))) or ()) == [
            i for i, (_, pattern) in enumerate(classifiers()) if pattern.search(data)
        ]


def test_the_gate_hits_every_example() -> None:
    """Each example of each rule passes the gate and fires, alone and between other lines."""
    found = full_scanner()
    for source in sources():
        for example in source.matches:
            for text, n in ((example, 0), (f"One line.\n{example}\nAnother.", 1)):
                fired = found.scan(text).fired
                assert set(fired) == {n}, (source.rule.id, example)
                assert source.rule.id in [m.rule.id for m in fired[n]], (source.rule.id, example)


def lines_of_fixtures() -> list[str]:
    """All lines of all fixture articles, without doubles."""
    return list(dict.fromkeys(line for case in ALL_CASES for line in case.source.splitlines() if line.strip()))


def test_no_rule_is_hidden_by_the_gate() -> None:
    """Gate and classifier together say what every rule tried on every line says."""
    lines = lines_of_fixtures()
    assert differences(random.Random(1).sample(lines, min(300, len(lines)))) == []


def test_no_rule_is_hidden_on_pieces_of_lines() -> None:
    """Cut anywhere and joined anew: phrases at starts, at ends and in the middle."""
    chance = random.Random(2)
    words = [line.split(" ") for line in lines_of_fixtures()] + [e.split(" ") for s in sources() for e in s.matches]
    lines = []
    for _ in range(600):
        left, right = chance.choice(words), chance.choice(words)
        lines.append(
            " ".join(left[: chance.randint(0, len(left))] + right[chance.randint(0, len(right)) :]).strip() or "x"
        )
    assert differences(lines) == []


@pytest.mark.parametrize("glue", ["…", "—", ":", "(", "/", "“", "é", "中", "5", "x", "' ", ".\u00a0"])
def test_no_rule_is_hidden_by_what_stands_before_it(glue: str) -> None:
    """A phrase begins a word after anything that is no plain letter or digit, blank or not."""
    examples = [example for source in sources() for example in source.matches]
    assert differences([f"Traffic was light{glue}{example}" for example in examples]) == []


def test_no_rule_is_hidden_by_mixed_blanks() -> None:
    """Some of the blanks of a line plain, some not, as pages have them."""
    chance = random.Random(3)
    blanks = (" ", " ", " ", "\u00a0", "  ", "\t", "\u2009")
    examples = [example for source in sources() for example in source.matches]
    lines = ["".join(chance.choice(blanks) if c == " " else c for c in line) for line in examples * 2]
    assert differences(lines) == []


def blanks_as(blank: str) -> Callable[[str], str]:
    """A writer that puts another blank for each space."""
    return lambda line: line.replace(" ", blank)


VARIANTS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "two blanks": blanks_as("  "),
    "tab": blanks_as("\t"),
    "no-break space": blanks_as("\u00a0"),
    "narrow no-break space": blanks_as("\u202f"),
    "em space": blanks_as("\u2003"),
    "zero width space": blanks_as("\u200b"),
    "ideographic space": blanks_as("\u3000"),
    "form feed": blanks_as("\x0c"),
    "group separator": blanks_as("\x1d"),
    "next line": blanks_as("\x85"),
    "carriage return between words": blanks_as("\r"),
    "curly apostrophe": lambda line: line.replace("'", "’"),
    "modifier apostrophe": lambda line: line.replace("'", "ʼ"),
    "curly quotes": lambda line: line.replace('"', "”"),
    "guillemets": lambda line: line.replace('"', "»"),
    "arrows": lambda line: f"» {line} «",
    "bold": lambda line: f"**{line}**",
    "brackets": lambda line: f"[ {line} ]",
    "byte order mark": lambda line: "\ufeff" + line,
    "direction marks": lambda line: f"\u200e{line}\u200f",
    "emoji": lambda line: f"📢 {line} 👉",
    "carriage return": lambda line: line + "\r",
}


@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS.keys())
def test_no_rule_is_hidden_by_how_a_line_is_written(write: Callable[[str], str]) -> None:
    """Whatever folding forgives, the gate forgives too."""
    assert differences([write(example) for source in sources() for example in source.matches]) == []


@pytest.mark.parametrize("name", ["capitals", "no-break space", "curly apostrophe", "arrows", "carriage return"])
def test_rules_fire_however_a_line_is_written(name: str) -> None:
    """Case, blanks, quotes and decoration make no difference to most rules."""
    missed = 0
    examples = [(s.rule.id, VARIANTS[name](e)) for s in sources() for e in s.matches]
    for (rule, _), told in zip(examples, told_by(scanner(), [line for _, line in examples]), strict=True):
        missed += rule not in {fired for fired, *_ in told}
    assert missed <= len(examples) // 100


@pytest.mark.parametrize("sign", [":", "|", ">", "»", "→", "–", "—", "-", "...", "…"])
def test_every_separator_is_one(sign: str) -> None:
    """What the documentation lists between a cue and its headline works, with blanks around it and without."""
    found = full_scanner()
    for line in (f"READ ALSO {sign} Minister opens the bridge", f"READ ALSO{sign} Minister opens the bridge"):
        assert "en.related.read-also" in [m.rule.id for m in found.classify(line)]


def test_line_numbers_of_the_gate() -> None:
    """Lines count from 0 at line feeds alone: no other line end may shift them."""
    text = "One.\r\nTwo\u2028more.\n\n\rShare This Article\nFive\x0bor\x85six.\nShare This Article"
    assert sorted(full_scanner().scan(text).fired) == [3, 5]


@pytest.mark.parametrize("step", [1, 7, 64])
def test_no_key_is_lost_between_two_steps(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """A text that is looked through piece by piece gives the lines and rules that it gives in one go."""
    gate = Gate([source.rule for source in sources()])
    lines = random.Random(6).sample(lines_of_fixtures(), 100)
    data = skeleton(lines)
    at_once = list(gate.candidates(lines, data))
    monkeypatch.setattr(scan_gate, "STEP", step)
    assert list(gate.candidates(lines, data)) == at_once


@pytest.mark.parametrize("chars", [0, 40, 500])
def test_no_line_is_lost_between_two_groups(monkeypatch: pytest.MonkeyPatch, chars: int) -> None:
    """A long text whose lines are looked at in groups gives what it gives in one go."""
    lines = random.Random(8).sample(lines_of_fixtures(), 100)
    at_once = told_by(full_scanner(), lines)
    monkeypatch.setattr(scan_match, "GROUP_CHARS", chars)
    assert told_by(full_scanner(), lines) == at_once


def test_gates_of_several_packs_are_one() -> None:
    """A scanner whose rules are spread over gates says what one with a single gate says."""
    rules = [source.rule for source in sources()]
    apart = Scanner(rules, (), [Gate(rules[:100]), Gate(rules[100:101]), Gate([]), Gate(rules[101:])])
    lines = random.Random(7).sample(lines_of_fixtures(), 200)
    assert told_by(apart, lines) == told_by(full_scanner(), lines)


def test_cues_are_found_apart_from_keys() -> None:
    """Lines with a cue of the structural signals come beside those with a key."""
    found = Scanner([source.rule for source in sources()], ("getty images", "^\\*+$"))
    hits = found.scan("One (GETTY Images).\nTwo.\n***\nShare This Article\nFour getty images")
    assert hits.cued == {0, 2, 4}
    assert set(hits.fired) == {3}
    assert found.scan("").cued == frozenset()


def test_a_scanner_without_rules_hits_nothing() -> None:
    """No rules, no hits, no error."""
    assert Scanner([]).scan("Share This Article") == ({}, frozenset())
    assert Scanner([]).classify("Share This Article") == []


def refusal(source: str) -> str:
    """Why RE2 refuses a pattern, "" when it does not."""
    quiet = re2.Options()
    quiet.log_errors = False
    try:
        re2.compile(source, quiet)
    except re2.error as error:
        return str(error)
    return ""


def test_every_reading_of_a_rule_compiles() -> None:
    """Classifier and span: RE2 takes both of every built-in rule, not only the ones an example reaches."""
    refused = []
    for rule in (source.rule for source in sources()):
        for reading in (classifier_source(rule), span_source(rule)):
            refused += [(rule.id, fault) for fault in [refusal(reading)] if fault]
    assert refused == []


# --- dialect and keys


def test_fold_and_strip() -> None:
    """Folding is for matching alone: lower case, plain quotes, single blanks."""
    assert fold("We’re  NOW\u00a0on\tWhatsApp") == "we're now on whatsapp"
    assert strip_decoration("»» [Read also] …") == "Read also"
    assert strip_decoration("***") == ""


def test_macros() -> None:
    """Every macro expands, and none hides another."""
    for name in MACROS:
        assert "{" + name + "}" not in expand("{" + name + "}", "here")
    with pytest.raises(RuleError, match=r"here: no macro \{nope\}; there are "):
        expand("{nope}", "here")


@pytest.mark.parametrize(
    ("pattern", "scope", "starts", "inside"),
    [
        ("share this article", "start", {"share th"}, set()),
        ("share this article", "inline", set(), {"share this artic"}),
        ("(?:read|see) also", "line", {"read als", "see also"}, set()),
        ("one thing|another thing", "line", {"one thin", "another "}, set()),
        ("404(?: not found)?|tweet|the end", "line", {"0\n", "0 not ", "tweet\n", "the end\n"}, set()),
        ("404(?: not found)?|tweet|the end", "start", {"0", "tweet", "the end"}, set()),
        ("(?:the )?full story", "line", {"the full", "full sto"}, set()),
        ("read[- ]more", "line", {"read mor", "read-mor"}, set()),
        ("{n} min read", "line", {"0 min ", "0k min ", "0m min "}, set()),
        ("{n} min read", "inline", set(), {"0 min read", "0k min read", "0m min read"}),
        ("{rest} for the gazette", "start", set(), {"for the gazette"}),
        ("x (?:of|from) the gazette|read also", "start", {"x from ", "x of ", "read als"}, set()),
        ("[x0-9]+ of the gazette|read also", "start", {"read als"}, {"of the gazette"}),
        ("follow us on {network} for {rest}", "inline", set(), {"follow us on "}),
    ],
)
def test_keys(pattern: str, scope: str, starts: set[str], inside: set[str]) -> None:
    """At a line's start a key is its first words, inside the rarest fixed ones; each is text that no match can lack."""
    found = keys_of(expand(pattern, "here"), "here", scope)
    assert {key for keys in found for key in keys.starts} == starts
    assert {key for keys in found for key in keys.inside} == inside


@pytest.mark.parametrize(
    ("pattern", "longest"),
    [
        ("read (?:also|more)", 9),
        ("top ?10{1,3}", 8),
        ("{n} shares", 0),
        ("no(?: way)*", 0),
        ("x{2,}", 0),
        (r"a\.b[cd]", 4),
    ],
)
def test_longest_match(pattern: str, longest: int) -> None:
    """What a pattern can cover at the most; 0 where it has no end."""
    assert longest_match(expand(pattern, "here"), "here") == longest


def test_numbers_are_one_key() -> None:
    """A number is a 0 in a key, however it is written, and a point that may be the middle of one ends no key."""
    assert key_form("1,234.5k of 20") == "0k of 0"
    assert [keys.starts for keys in keys_of("[0-9]+[.][0-9]*[a-z]*(?: for)?", "here", "line")] == [("0",)]


@pytest.mark.parametrize(
    ("pattern", "scope", "needs"),
    [
        ("share this article now", "start", [("this article now",)]),
        ("sign up (?:for|to) {rest}newsletters?", "start", [("newsletter",)]),
        ("sign up (?:for|to) {rest}(?:newsletter|bulletin)s?", "start", [("bulletin", "newsletter")]),
        ("read also|see the full story in {rest} of the gazette", "line", [("also",), ("full story in",)]),
        ("tweet", "line", [()]),
        ("one (?:thing )?{rest}", "start", [()]),
    ],
)
def test_needs(pattern: str, scope: str, needs: list[tuple[str, ...]]) -> None:
    """Beside its key a match needs the rarest other words, where there are a few fixed ones."""
    assert [keys.needs for keys in keys_of(expand(pattern, "here"), "here", scope)] == needs


def test_every_match_contains_what_the_gate_looks_for() -> None:
    """What a rule's pattern matches of its examples has one of its keys, and what is needed beside that."""
    lacking = []
    for source in sources():
        rule = source.rule
        assert all(sought.hold() for sought in rule.sought), rule.id
        for example in source.matches:
            data = skeleton([example])
            form = key_form(fold(strip_decoration(example))) + LINE_END
            if not any(
                (form.startswith(sought.numbers) or any(text in data for text in sought.texts))
                and (not sought.needs or any(need in data for need in sought.needs))
                for sought in rule.sought
            ):
                lacking.append((rule.id, example, rule.sought))
    assert lacking == []


def test_keys_are_the_form_that_lines_are_brought_to() -> None:
    """A key with a capital or a sign in it would never be found."""
    for rule, _ in classifiers():
        for sought in rule.sought:
            for text in (*sought.texts, *sought.needs):
                assert not text.translate(None, b"abcdefghijklmnopqrstuvwxyz0 \n" + bytes(range(0x80, 0x100))), rule.id
            assert all(key_form(key) == key for key in sought.numbers), rule.id


SKELETONS = [
    (["Share This Article", "", "“Read” more!"], b"\n share this article\n \n read  more\n"),
    (["  12,345 Shares »"], b"\n 00 000 shares\n"),
    (["Ça – VA"], b"\n \xc3\xa7a   va\n"),
    (["关注WhatsApp"], "\n 关注 whatsapp\n".encode()),
    (["a\t\u00a0b"], b"\n a b\n"),
]


@pytest.mark.parametrize(("lines", "expected"), SKELETONS)
def test_skeletons(lines: list[str], expected: bytes) -> None:
    """Small letters, zeros for digits, blanks for everything else, lines bare of their decoration."""
    assert skeleton(lines) == expected


def test_a_skeleton_of_many_signs() -> None:
    """Texts of nothing but odd signs take the short way, with the same result."""
    signs = "".join(map(chr, range(0x2500, 0x2600)))
    assert skeleton([f"a{signs}b"]) == b"\n a" + b" " * len(signs) + b"b\n"


OPENINGS = [
    "READ ALSO: Minister opens the bridge",
    "Read\u00a0\u00a0also: Minister opens the bridge",
    "*" * 40 + " Read also: Minister opens the bridge",
    "R\u200bead also: no, that is another word",
    "12,345 Shares",
    "1" * 30 + " Shares",
    "Don\u2019t miss: Minister opens the bridge",
    "\u0130\u03a3 Read also",
]


@pytest.mark.parametrize("line", OPENINGS)
def test_openings_of_all_kinds(line: str) -> None:
    """Decoration, odd blanks, long numbers, curly quotes and letters that change with their neighbours hide nothing."""
    assert differences([line, f"{line} ", line.lower(), line.upper()]) == []


def test_decoration_does_not_count_for_the_bound() -> None:
    """A rule for short lines takes one that only its signs and blanks make long."""
    dressed = ["Share" + " " * 500 + "This Article", "Share This Article" + " *" * 300]
    assert [[rule for rule, *_ in told] for told in told_by(full_scanner(), dressed)] == [
        [rule for rule, *_ in tried_in_full(line)] for line in dressed
    ]
    assert all(tried_in_full(line) for line in dressed)


def test_keys_of_brackets_that_do_not_match() -> None:
    """A pattern that cannot be read is a fault of the rule, with its place."""
    for pattern in ("read (?:more", "read) more", "read [more", "read the (?:(?:full) story"):
        with pytest.raises(RuleError, match=r"^here: unbalanced"):
            keys_of(pattern, "here", "inline")


GLUED = [
    ("(?:un)?subscribe from this list", "please unsubscribe from this list now"),
    ("(?:un|re)subscribe from this list", "please resubscribe from this list now"),
    ("{n} ?min read", "it is a 5min read"),
    ("[a-z]*letter sign-up", "the newsletter sign-up is here"),
    ("(?:e-)?newsletter sign-?up", "our e-newsletter signup is here"),
    ("{network}(?: page|'s channel)", "see our whatsapp's channel now"),
    ("(?:[^ ]+ )?gull shop", "visit the gull shop today"),
    ("read more(?: here)?|see (?:all|more) stories", "or see more stories now"),
]


@pytest.mark.parametrize(("pattern", "line"), GLUED, ids=[pattern for pattern, _ in GLUED])
def test_keys_glued_to_what_stands_before(pattern: str, line: str) -> None:
    """A key may stand in the middle of a word, after a part that is not fixed; the line is found all the same."""
    table = {**GOOD, "scope": "inline", "pattern": pattern}
    rule = parse_rule(table, "mine.toml", 1).rule
    assert bytes_pattern(classifier_source(rule)).search(fold(line).encode())
    for written in (line, line.replace(" ", "\u00a0"), line.upper()):
        found = Scanner([rule])
        assert [m.rule.id for m in found.classify(written)] == [rule.id], rule.sought


# --- the command


def run(*args: str) -> int:
    """`cleaner rules ...` in this process."""
    return main(["rules", *args])


@pytest.fixture
def rule_file(tmp_path: Path) -> Path:
    """A rule file with one good rule."""
    path = tmp_path / "mine.toml"
    path.write_text(toml_of(GOOD), encoding="utf-8")
    return path


def test_command_check(capsys: pytest.CaptureFixture[str], rule_file: Path) -> None:
    """`rules check` says how many rules hold; a fault goes to standard output with status 1."""
    rules = sum(len(read_sources(path)) for path in FILES[:2])
    assert run("check", *FILES[:2]) == 0
    assert capsys.readouterr().out == f"{rules} rules in 2 files: all examples hold\n"
    assert run("check", str(rule_file)) == 0
    assert capsys.readouterr().out == "1 rule in 1 file: all examples hold\n"
    twin = rule_file.with_name("twin.toml")
    twin.write_text(toml_of(GOOD), encoding="utf-8")
    assert run("check", str(rule_file), str(twin)) == 1
    told = "twin.toml:1: en.related.full-story: the id is that of a rule in mine.toml:1, too\n"
    assert capsys.readouterr().out == told
    rule_file.write_text(toml_of({**GOOD, "scope": "page"}), encoding="utf-8")
    assert run("check", str(rule_file)) == 1
    assert capsys.readouterr().out.startswith("mine.toml:1: en.related.full-story: scope 'page' is none of")


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    """A rule of one's own may not have the id of a built-in one, nor may two of one's own have the same."""
    path = tmp_path / "mine.toml"
    path.write_text(toml_of({**GOOD, "id": "en.related.read-also"}), encoding="utf-8")
    with pytest.raises(RuleError, match=r"^en\.related\.read-also: there is a rule with this id already"):
        Cleaner(rules=[str(path)])
    path.write_text(toml_of(GOOD, GOOD), encoding="utf-8")
    with pytest.raises(RuleError, match="with this id already"):
        Cleaner(rules=[str(path)])
    path.write_text(toml_of({**GOOD, "id": "xx.related.full-story"}), encoding="utf-8")
    assert Cleaner(rules=[str(path)]).clean("Read the full story").decisions


def test_command_list(capsys: pytest.CaptureFixture[str]) -> None:
    """`rules list` prints one line a rule, also for one category or language."""
    assert run("list") == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == [source.rule.id for source in sources()]
    assert run("list", "--category", "share", "--lang", "en") == 0
    shares = capsys.readouterr().out.splitlines()
    assert shares
    assert all(line.startswith("en.share.") for line in shares)
    assert run("list", "--lang", "xx") == 2
    assert "no rules for language 'xx'; there are" in capsys.readouterr().err


def test_command_show(capsys: pytest.CaptureFixture[str]) -> None:
    """`rules show ID` prints reason, pattern and examples; an unknown id is wrong usage."""
    source = sources()[0]
    assert run("show", source.rule.id) == 0
    shown = capsys.readouterr().out
    for part in (source.rule.id, source.why, source.rule.pattern, *source.matches, *source.ignores, source.file):
        assert part in shown
    assert run("show", "en.share.nothing") == 2
    assert capsys.readouterr().err == "cleaner: no rule 'en.share.nothing'; `cleaner rules list` shows all\n"


def test_command_new(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`rules new` prints a rule that passes the checker as it is."""
    assert run("new") == 0
    path = tmp_path / "new.toml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert check_file(str(path)) == []
    assert run("new", "nothing") == 2
    assert "an id reads language.category.what-it-matches, categories are title," in capsys.readouterr().err
    assert run("new", "de.promo.zeitung") == 0
    made = capsys.readouterr().out
    assert 'id = "de.promo.zeitung"' in made
    assert 'category = "promo"' in made


def test_every_category_of_a_rule_is_known() -> None:
    """The closed list holds for built-in rules."""
    assert {source.rule.category for source in sources()} <= set(CATEGORIES)
