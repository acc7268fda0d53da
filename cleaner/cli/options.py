"""The options that several commands share, and what they mean."""

import argparse
import os
import sys
from collections.abc import Mapping
from typing import cast

from cleaner.article import CATEGORIES, Action
from cleaner.engine import Cleaner

__all__ = ["HelpFormatter", "add_cleaning_options", "build_cleaner", "category_list", "chosen_policy"]

HELP: dict[Action, str] = {
    "keep": "leave this category in the text",
    "drop": "take this category out of the text",
    "move": "take this category out of the text and keep it as a field of the article",
    "mark": "leave this category in the text and record it",
}


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal. To ask for that, argparse would load four compression libraries at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """What `shutil.get_terminal_size` says."""
    if os.environ.get("COLUMNS", "").isdecimal():
        return int(os.environ["COLUMNS"]) or 80
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def add_cleaning_options(parser: argparse.ArgumentParser) -> None:
    """What to remove: mode, policy, language, rules of your own."""
    group = parser.add_argument_group("what goes")
    group.add_argument(
        "--mode",
        choices=("careful", "balanced", "strict"),
        default="balanced",
        help="how much to remove. careful: only what is certain by itself. balanced (default): also what its "
        "surroundings confirm. strict: also what only looks like residue",
    )
    for action, meaning in HELP.items():
        group.add_argument(
            f"--{action}",
            metavar="CATEGORY",
            action="append",
            default=[],
            help=f"{meaning}; repeat, or separate by commas",
        )
    group.add_argument(
        "--lang", metavar="CODE", help="language of the input, e.g. en; overrides the record's own (default: detect it)"
    )
    group.add_argument(
        "--rules",
        metavar="FILE",
        action="append",
        default=[],
        help="use your own rule file beside the built-in ones; repeat it for several",
    )


def chosen_policy(options: argparse.Namespace) -> dict[str, Action]:
    """The policy that --keep, --drop, --move and --mark ask for."""
    policy: dict[str, Action] = {}
    for action in HELP:
        for value in getattr(options, action):
            for category in value.split(","):
                policy[category.strip()] = action
    return policy


def build_cleaner(options: argparse.Namespace, defaults: Mapping[str, Action] | None = None) -> Cleaner:
    """A cleaner as the options ask; `defaults` stand where they say nothing."""
    policy = {**(defaults or {}), **chosen_policy(options)}
    return Cleaner(mode=options.mode, policy=cast("Mapping[str, Action]", policy), rules=options.rules)


def category_list() -> str:
    """The categories, for help texts."""
    return " ".join(CATEGORIES)
