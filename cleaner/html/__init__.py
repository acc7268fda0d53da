"""HTML in: whole pages, and fragments whose markup survives. Loaded on first use: its parsers are heavy."""
