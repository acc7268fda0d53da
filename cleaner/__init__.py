"""Strips the boilerplate out of scraped articles, and can put every character back."""

__version__ = "0.1.0"
