"""Files on disk: names that are safe everywhere, and writing whole or not at all."""
