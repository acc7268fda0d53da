"""What a phrase is: rules as data, their dialect, and the checker that makes each rule prove its examples."""

from cleaner.rules.load import COMMON, languages, load_pack, load_rules
from cleaner.rules.schema import Rule, RuleSource

__all__ = ["COMMON", "Rule", "RuleSource", "languages", "load_pack", "load_rules"]
