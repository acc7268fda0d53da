"""What a phrase is: rules as data, their dialect, and the checker that makes each rule prove its examples."""

from cleaner.rules.load import COMMON, about, languages, load_own, load_pack, load_rules, resolve
from cleaner.rules.schema import Rule, RuleSource

__all__ = ["COMMON", "Rule", "RuleSource", "about", "languages", "load_own", "load_pack", "load_rules", "resolve"]
