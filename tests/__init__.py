"""The tests: examples, fixtures, laws as properties, the command, the documentation."""
