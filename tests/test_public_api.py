"""What the package promises to those who import it."""

import copy
import inspect
import pickle
import pkgutil
import threading
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pytest

import cleaner
from cleaner import (
    Article,
    Author,
    Byline,
    Cleaner,
    CleanerError,
    ConfigError,
    Document,
    InputError,
    RecordError,
    RuleError,
)
from cleaner.article import CATEGORIES, DEFAULT_POLICY

from .conftest import Case

BODY = "The harbour opened again on Tuesday, and forty ships that had waited outside came in before night fell."
SHARED = f"{BODY}\n\nShare This Article"
NOTE = "Correction: an earlier version of this story misspelled the name of the captain."
MODULES = [m.name for m in pkgutil.walk_packages(cleaner.__path__, "cleaner.") if not m.name.endswith("__main__")]


def test_all_is_sorted_and_importable() -> None:
    """Every public name exists, is listed once, and in order."""
    assert list(cleaner.__all__) == sorted(set(cleaner.__all__))
    for name in cleaner.__all__:
        assert getattr(cleaner, name) is not None
    assert {"Article", "Cleaner", "Document", "RecordError", "clean", "parse_byline", "restore"} <= set(cleaner.__all__)


def test_star_import_gives_the_public_names() -> None:
    """`from cleaner import *` works although some names load late."""
    names: dict[str, Any] = {}
    exec("from cleaner import *", names)
    assert set(cleaner.__all__) <= set(names)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Late loading does not hide a misspelling."""
    with pytest.raises(AttributeError, match="module 'cleaner' has no attribute 'claen'"):
        cleaner.claen  # noqa: B018


def test_the_version_is_one() -> None:
    """`__version__` reads like a version."""
    assert all(part.isdigit() for part in cleaner.__version__.split(".")[:2])


@pytest.mark.parametrize("module", ["cleaner", *MODULES])
def test_everything_public_is_described(module: str) -> None:
    """Modules, and the functions, classes and methods they list in `__all__`, have docstrings."""
    found = import_module(module)
    assert found.__doc__
    for name in getattr(found, "__all__", ()):
        item = getattr(found, name)
        if inspect.isfunction(item) or inspect.isclass(item):
            assert item.__doc__, f"{module}.{name}"
        if inspect.isclass(item) and not issubclass(item, tuple):
            methods = inspect.getmembers(item, inspect.isfunction)
            bare = [
                n for n, m in methods if not n.startswith("_") and m.__module__.startswith("cleaner") and not m.__doc__
            ]
            assert bare == [], f"{module}.{name}"


@pytest.mark.parametrize("module", MODULES)
def test_all_of_every_module_exists(module: str) -> None:
    """No module lists a name that it does not have."""
    found = import_module(module)
    for name in getattr(found, "__all__", ()):
        assert hasattr(found, name)


# --- errors


def test_the_tree_of_errors() -> None:
    """One root; a record error is an input error."""
    assert issubclass(ConfigError, CleanerError)
    assert issubclass(RuleError, CleanerError)
    assert issubclass(RecordError, InputError)
    assert issubclass(InputError, CleanerError)


@pytest.mark.parametrize("field", ["text", "url", "title", "language", "published", "authors"])
@pytest.mark.parametrize("value", [5, float("nan"), b"The ferry", "Jane Roe"])
def test_fields_that_are_no_strings(field: str, value: Any) -> None:
    """An error of the project's own, and in `clean_many` a value: data frames hold NaN for nothing."""
    if isinstance(value, str) and field != "authors":
        pytest.skip("that is a string")
    document = Document("The ferry is back.")._replace(**{field: value})
    with pytest.raises(InputError, match=f"{field}.* not "):
        Cleaner().clean_document(document)
    for jobs in (1, 2):
        wrong, right = Cleaner().clean_many([document, "The ferry is back."], jobs=jobs)
        assert isinstance(wrong, RecordError)
        assert (wrong.number, wrong.cause, isinstance(right, Article)) == (1, "wrong-type", True)


def test_arguments_of_other_types() -> None:
    """Of whatever is easily mistaken: one document for many, a list for a mapping, a missing byline for an empty one."""
    for one in ("text", b"text", {"text": "text"}, Document("text")):
        with pytest.raises(ConfigError, match="iterable of documents"):
            Cleaner().clean_many(one)
    with pytest.raises(ConfigError, match="policy is a mapping"):
        Cleaner(policy=["caption"])  # type: ignore[arg-type]
    with pytest.raises(InputError, match="byline is a string"):
        cleaner.parse_byline(None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        Cleaner().mode = "strict"  # type: ignore[attr-defined]


def test_a_record_error_travels() -> None:
    """Number, cause, message and record survive pickling."""
    error = pickle.loads(pickle.dumps(RecordError(7, "no-text", "nothing here", {"id": 1})))
    assert (error.number, error.cause, error.record, str(error)) == (7, "no-text", {"id": 1}, "record 7: nothing here")


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        ({"mode": "greedy"}, ["'greedy'", "careful", "balanced", "strict"]),
        ({"policy": {"spam": "drop"}}, ["'spam'", *CATEGORIES]),
        ({"policy": {"promo": "burn"}}, ["'burn'", "drop", "keep", "move", "mark"]),
        ({"languages": ["en", "xx"]}, ["'xx'", "en"]),
    ],
)
def test_config_errors_list_what_exists(options: dict[str, Any], listed: list[str]) -> None:
    """Whoever mistypes an option reads what would have been right."""
    with pytest.raises(ConfigError) as caught:
        Cleaner(**options)
    for word in listed:
        assert word in str(caught.value)


def test_a_missing_rule_file() -> None:
    """The message names the file."""
    with pytest.raises(RuleError, match=r"/nowhere/mine\.toml: cannot be read"):
        Cleaner(rules=["/nowhere/mine.toml"])


@pytest.mark.parametrize("text", [None, 5, b"bytes", ["a"]])
def test_what_is_no_text_is_an_error_of_ours(text: Any) -> None:
    """Not an AttributeError from deep inside."""
    with pytest.raises((CleanerError, TypeError)):
        cleaner.clean(text)


# --- the cleaner


def test_a_cleaner_does_not_change_in_use() -> None:
    """Cleaning leaves no trace in the cleaner."""
    c = Cleaner(mode="strict", policy={"caption": "keep"})
    before = (repr(c), pickle.dumps(c))
    first = c.clean(SHARED, language="en")
    c.clean("By Ama Boateng\n\n" + BODY)
    assert (repr(c), pickle.dumps(c)) == before
    assert c.clean(SHARED, language="en") == first


def test_a_policy_is_copied() -> None:
    """Changing the mapping afterwards changes nothing."""
    policy: dict[str, Any] = {"share": "keep"}
    c = Cleaner(policy=policy)
    policy["share"] = "drop"
    assert c.clean(SHARED).text == SHARED


def test_a_cleaner_is_picklable_and_copyable(tmp_path: Any) -> None:
    """The copy has the same mode, policy, languages and rules."""
    rules = tmp_path / "mine.toml"
    rules.write_text(
        '[[rule]]\nid = "en.promo.gull"\ncategory = "promo"\nscope = "line"\nconfidence = "certain"\n'
        'pattern = "feed the gull today"\nwhy = "Ours."\nsince = "0.1.0"\nmatches = []\nignores = []\n'
    )
    c = Cleaner(mode="careful", policy={"share": "mark"}, languages=["en"], rules=[str(rules)])
    text = f"{BODY}\n\nFeed The Gull Today\n\n{SHARED}"
    wanted = c.clean(text)
    assert "Gull" not in wanted.text
    assert [d.action for d in wanted.decisions] == ["drop", "mark"]
    for twin in (pickle.loads(pickle.dumps(c)), copy.copy(c), copy.deepcopy(c)):
        assert twin.clean(text) == wanted
        assert repr(twin) == repr(c)


def test_the_repr_says_what_it_is() -> None:
    """Mode, languages and rule files."""
    assert repr(Cleaner(mode="careful", languages=["en"])) == "Cleaner(mode='careful', languages=('en',), rules=())"


def test_threads_share_a_cleaner(case: Case) -> None:
    """Four threads at once get what one gets alone."""
    c = Cleaner()
    wanted = Cleaner().clean(case.source)
    got: list[Article] = []
    threads = [threading.Thread(target=lambda: got.append(c.clean(case.source))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [wanted] * 4


def test_articles_are_values() -> None:
    """Articles compare, pickle and cannot be assigned to."""
    article = cleaner.clean(f"By Ama Boateng\n\n{SHARED}", language="en")
    assert pickle.loads(pickle.dumps(article)) == article
    hash(article)
    with pytest.raises(AttributeError):
        article.text = "x"  # type: ignore[misc]


def test_given_evidence_wins() -> None:
    """Title, authors, date and language that the caller knows stay as given."""
    given = Document(
        f"A Harbour Opens\n\nBy Ama Boateng\n\nPublished August 14, 2024\n\n{BODY}",
        title="Another Title",
        language="en",
        authors=(Author("Kofi Adom"),),
        published="2020-01-01",
    )
    article = Cleaner().clean_document(given)
    assert (article.title, article.published, article.language) == ("Another Title", "2020-01-01", "en")
    assert article.authors == (Author("Kofi Adom"),)
    assert article.text.endswith(BODY)
    assert "By Ama" not in article.text


def test_clean_is_the_default_cleaner(case: Case) -> None:
    """The function and the class agree."""
    title = case.about.get("title")
    assert cleaner.clean(case.source, title=title, language="en") == Cleaner().clean(
        case.source, title=title, language="en"
    )


# --- clean_many


def test_clean_many_keeps_order_and_yields_errors_as_values() -> None:
    """Strings, mappings and Documents; what cannot be cleaned is a value in its place."""
    documents: list[Any] = [
        SHARED,
        {"text": SHARED, "title": "T"},
        Document(SHARED, id="x"),
        {"id": 1},
        5,
        None,
        {"text": 7},
        b"x",
        BODY,
    ]
    out = list(Cleaner().clean_many(documents))
    assert [type(item).__name__ for item in out] == ["Article"] * 3 + ["RecordError"] * 5 + ["Article"]
    errors = [item for item in out if isinstance(item, RecordError)]
    assert [e.number for e in errors] == [4, 5, 6, 7, 8]
    assert [e.cause for e in errors] == ["no-text", "not-an-object", "not-an-object", "no-text", "not-an-object"]
    assert errors[0].record == {"id": 1}
    assert isinstance(out[1], Article)
    assert out[1].title == "T"


@pytest.mark.parametrize("text", [None, 5, b"x"])
def test_clean_many_survives_a_document_without_text(text: Any) -> None:
    """A Document that holds no string is an error value as well, and the stream goes on."""
    bad, good = Cleaner().clean_many([Document(text), BODY])
    assert isinstance(bad, RecordError)
    assert isinstance(good, Article)


def test_clean_many_is_lazy() -> None:
    """One document is read for one article: streams of any length fit in memory."""
    taken = []

    def documents() -> Any:
        for n in range(1000):
            taken.append(n)
            yield BODY

    next(Cleaner().clean_many(documents()))
    assert taken == [0]


def test_clean_many_takes_any_mapping() -> None:
    """A mapping need not be a dict, and odd values under known keys are passed over."""

    class Row(Mapping[str, Any]):
        def __getitem__(self, key: str) -> Any:
            return {"text": SHARED, "title": 5, "language": None}[key]

        def __iter__(self) -> Any:
            return iter(("text", "title", "language"))

        def __len__(self) -> int:
            return 3

    (article,) = Cleaner().clean_many([Row()])
    assert isinstance(article, Article)
    assert (article.text, article.title) == (BODY, None)


# --- parse_byline


def test_parse_byline_stands_alone() -> None:
    """A byline that a scraper holds apart becomes data."""
    byline = cleaner.parse_byline("By AMA BOATENG and Kofi Adom, Staff Reporters | 3 Min Read")
    assert [a.name for a in byline.authors] == ["Ama Boateng", "Kofi Adom"]
    assert (byline.cue, byline.reading_minutes) == ("By", 3)
    assert cleaner.parse_byline("Ama Boateng").authors == (Author("Ama Boateng"),)


@pytest.mark.parametrize(
    "line", ["", " ", "\n", "By", "by the river", "###", "\ud800", "x" * 5000, "By " * 200, "By " + "A. " * 400]
)
def test_parse_byline_never_raises(line: str) -> None:
    """What is no byline gives one without people who are not there."""
    byline = cleaner.parse_byline(line)
    assert isinstance(byline, Byline)
    assert byline.raw == line or byline.authors


def test_parse_byline_invents_nobody() -> None:
    """A preposition is no byline."""
    for line in ("By the time they arrived, it was over", "By Monday", "From our archive", "By accident"):
        assert [a for a in cleaner.parse_byline(line).authors if a.kind == "person"] == []


# --- policy


def test_drop_and_move_remove_and_record() -> None:
    """The default: shares drop, bylines move into a field."""
    article = Cleaner().clean(f"By Ama Boateng\n\n{SHARED}", language="en")
    assert article.text == BODY
    assert [(d.category, d.action) for d in article.decisions] == [("byline", "move"), ("share", "drop")]
    assert article.authors == (Author("Ama Boateng"),)


@pytest.mark.parametrize("category", ["byline", "share"])
def test_mark_leaves_the_text_and_records(category: str) -> None:
    """A marked line stays, and its decision says so."""
    text = f"By Ama Boateng\n\n{SHARED}"
    policy = dict.fromkeys(CATEGORIES, "keep") | {category: "mark"}
    article = Cleaner(policy=policy).clean(text, language="en")  # type: ignore[arg-type]
    assert article.text == text
    (decision,) = article.decisions
    assert (decision.category, decision.action, decision.removes) == (category, "mark", False)
    assert decision.text.strip() == decision.text
    assert cleaner.restore(article) == text


def test_keep_leaves_the_text_and_records_nothing(case: Case) -> None:
    """With everything kept no text changes and no decision is made."""
    article = Cleaner(policy=dict.fromkeys(CATEGORIES, "keep")).clean(case.source, language="en")
    assert article.text == case.source
    assert article.decisions == ()


def test_mark_everything_changes_nothing(case: Case) -> None:
    """With everything marked the text stays and the decisions still lie in order."""
    article = Cleaner(policy=dict.fromkeys(CATEGORIES, "mark")).clean(case.source, language="en")
    assert article.text == case.source
    ends = [0]
    for d in article.decisions:
        assert ends[-1] <= d.start < d.end
        assert case.source[d.start : d.end] == d.text
        ends.append(d.end)


def test_notes_are_moved_never_lost() -> None:
    """A correction leaves the text and becomes a note; dropped it is gone, kept it stays."""
    text = f"{BODY}\n\n{NOTE}\n"
    moved = Cleaner().clean(text, language="en")
    assert NOTE not in moved.text
    assert [(n.kind, n.text) for n in moved.notes] == [("correction", NOTE)]
    dropped = Cleaner(policy={"note": "drop"}).clean(text, language="en")
    assert NOTE not in dropped.text
    assert dropped.notes == ()
    kept = Cleaner(policy={"note": "keep"}).clean(text, language="en")
    assert kept.text == text


def test_the_default_policy() -> None:
    """Title, byline, date, credit and note move; the rest drops; nothing else exists."""
    assert {c for c, action in DEFAULT_POLICY.items() if action == "move"} == {
        "title",
        "byline",
        "date",
        "credit",
        "note",
    }
    assert {c for c, action in DEFAULT_POLICY.items() if action == "drop"} == set(CATEGORIES) - {
        "title",
        "byline",
        "date",
        "credit",
        "note",
    }


# --- modes


MODES = {mode: Cleaner(mode=mode) for mode in ("careful", "balanced", "strict")}


def removed_places(mode: str, case: Case) -> set[int]:
    """Offsets of the characters, blanks aside, that a mode takes away."""
    article = MODES[mode].clean(case.source, title=case.about.get("title"), language="en")
    gone = (n for d in article.decisions if d.removes for n in range(d.start, d.end))
    return {n for n in gone if not case.source[n].isspace()}


def test_modes_nest(case: Case) -> None:
    """What careful removes balanced removes, and what that removes strict removes."""
    careful, balanced, strict = (removed_places(mode, case) for mode in ("careful", "balanced", "strict"))
    assert careful <= balanced
    assert balanced <= strict


def test_careful_acts_on_what_is_certain_alone(case: Case) -> None:
    """No likely or weak decision in careful mode, no weak one in balanced mode."""
    careful = MODES["careful"].clean(case.source, language="en").decisions
    assert {d.confidence for d in careful} <= {"certain"}
    balanced = MODES["balanced"].clean(case.source, language="en").decisions
    assert {d.confidence for d in balanced} <= {"certain", "likely"}


def test_apply_takes_decisions_in_any_order() -> None:
    """Those of several cleaners together, twice the same among them: nothing that stays comes out twice."""
    text = "By Ama Boateng\n\nThe ferry came back on Monday, two years after the storm.\n\nShare This Article\n"
    article = cleaner.clean(text)
    assert len(article.decisions) > 1
    mixed = [*reversed(article.decisions), *article.decisions]
    assert cleaner.apply(text, mixed) == article.text
