"""A run: inputs through workers into outputs, in order, with what is finished always safe."""
