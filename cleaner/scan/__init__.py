"""What fires where: one pass over the document finds the lines worth a look, a second look says which rules."""

from cleaner.scan.match import Match, Scanner

__all__ = ["Match", "Scanner"]
