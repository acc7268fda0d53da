"""HTML in: bytes to text, and fragments whose markup survives. Loaded on first use, because its parsers are heavy."""
