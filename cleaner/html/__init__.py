"""HTML pages: what the markup says beside the text."""
