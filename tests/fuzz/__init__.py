"""Fuzzing: inputs built from what the tests hold, properties that every input must keep, and what was once found."""
