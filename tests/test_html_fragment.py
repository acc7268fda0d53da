"""Fragments: the hand-written cases, and what a fragment is beside its markup."""

import subprocess
import sys

import pytest

import cleaner
from cleaner import Cleaner, Fragment, InputError
from cleaner.article import CATEGORIES
from cleaner.formats.record import article_object
from cleaner.removal import restore_text

from .conftest import FIXTURES, Case, read_case
from .test_articles import as_lines, differences

CASES = [
    read_case(folder, folder.name, "source.html", "expected.html")
    for folder in sorted((FIXTURES / "fragments").iterdir())
]


def clean(case: Case) -> Fragment:
    """The case cleaned the way its case.toml asks."""
    own = Cleaner(mode=case.about.get("mode", "balanced"), policy=case.about.get("policy"))
    return cleaner.clean_fragment(case.source, case.about.get("title"), case.about["language"], own)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_the_markup(case: Case) -> None:
    """The cleaned markup is expected.html, character for character; a negative comes back as it was."""
    fragment = clean(case)
    difference = differences(case.expected, fragment.html)
    assert not difference, f"{case.about['why']}\n{difference}"
    assert case.about["kind"] != "negative" or fragment.html == case.source
    assert restore_text(fragment.html, fragment.decisions) == case.source


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_the_fields_and_what_was_removed(case: Case) -> None:
    """Fields of the article, and categories and markup of everything that went."""
    fragment = clean(case)
    got = {key: article_object(fragment.article).get(key) for key in case.fields if key != "removed"}
    got["removed"] = [{"category": d.category, "html": d.text} for d in fragment.decisions if d.removes]
    assert not differences(as_lines(case.fields), as_lines(got))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_cleaning_a_case_twice_changes_nothing_more(case: Case) -> None:
    """A clean fragment is clean."""
    assert clean(case._replace(source=case.expected)).html == case.expected


def test_there_are_enough_cases() -> None:
    """At least twelve, a third of them negatives."""
    kinds = [case.about["kind"] for case in CASES]
    assert len(kinds) >= 12
    assert kinds.count("negative") * 3 >= len(kinds)


BODY = "<p>The harbour opened again on Tuesday, and forty ships that had waited outside came in before night fell.</p>"


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("careful", "related-posts aside"), ("balanced", "aside"), ("strict", "")],
)
def test_modes_hold_for_markup(mode: str, kept: str) -> None:
    """Careful takes what software names, balanced also what designers name, strict an aside without a name."""
    boxes = {
        "sharedaddy": '<div class="sharedaddy"><p>Tell a friend</p></div>',
        "related-posts": '<div class="related-posts"><p>A crane falls</p></div>',
        "aside": "<aside><p>Built in 1962</p></aside>",
    }
    html = cleaner.clean_fragment(BODY + "".join(boxes.values()) + BODY, cleaner=Cleaner(mode=mode)).html
    assert html == BODY + "".join(boxes[name] for name in kept.split()) + BODY


@pytest.mark.parametrize(
    "name",
    [
        *(
            "tag-share",
            "category-ads",
            "has-related-posts",
            "author-card-game",
            "newsletter-post",
            "shareholder-meeting",
        ),
        *("adaptive", "header", "commentary", "hljs-comment", "promotion-history", "caption-contest", "load-share"),
    ],
)
def test_names_that_say_nothing(name: str) -> None:
    """A word inside another one, and what themes file an article under."""
    source = f'{BODY}<div class="{name}"><p>A line of its own.</p></div>{BODY}'
    assert cleaner.clean_fragment(source).html == source


def test_a_region_that_is_the_article_stays() -> None:
    """The class of a container does not outweigh that most of the text stands in it."""
    source = f'<div class="social-share">{BODY}{BODY}</div><p>A line of its own.</p>'
    assert cleaner.clean_fragment(source).html == source


def test_pictures_stay() -> None:
    """A removed caption leaves its picture; a removed line its thumbnail; a picture to be loaded later is no pixel."""
    source = (
        f'<figure><img src="a.jpg"><figcaption>The pier.</figcaption></figure>{BODY}'
        '<p><img src="b.jpg">READ ALSO: Minister opens the new bridge</p><img width="1" height="1" data-src="c.jpg">'
    )
    expected = (
        f'<figure><img src="a.jpg"></figure>{BODY}<p><img src="b.jpg"></p><img width="1" height="1" data-src="c.jpg">'
    )
    assert cleaner.clean_fragment(source).html == expected


def test_a_teaser_takes_its_thumbnail() -> None:
    """The picture inside a link that goes shows another article."""
    source = f'{BODY}<p><a href="/b"><img src="b.jpg">READ ALSO: Minister opens the new bridge</a></p>{BODY}'
    assert cleaner.clean_fragment(source).html == BODY + BODY


def test_a_given_title_is_evidence() -> None:
    """A heading that repeats the title goes; one of a section with nearly the same words stays."""
    source = f"<h2>Harbour Opens Again</h2>{BODY}<h2>Why the harbour opens again now</h2>{BODY}"
    assert cleaner.clean_fragment(source, title="Harbour opens again").html == source.partition("</h2>")[2]


def test_decisions_have_known_categories() -> None:
    """Every kind in the vocabulary of classes is a category."""
    from cleaner.html.classes import WIDGETS, WORDS  # noqa: PLC0415

    assert {*WIDGETS, *WORDS} <= set(CATEGORIES)


def test_bytes_are_refused() -> None:
    """Bytes have an encoding, and must be decoded first."""
    with pytest.raises(InputError, match="decode"):
        cleaner.clean_fragment(b"<p>x</p>")  # type: ignore[arg-type]


@pytest.mark.parametrize("module", ["bs4", "w3lib", "charset_normalizer"])
def test_a_missing_package_names_the_extra(module: str) -> None:
    """Without the extra, the error says what to install."""
    code = (
        f"import sys; sys.modules[{module!r}] = None\nimport cleaner\n"
        "try:\n    cleaner.clean_fragment('<p>x</p>')\n    import cleaner.html.decode\n"
        "except cleaner.ConfigError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "article-cleaner[html]" in done.stdout
