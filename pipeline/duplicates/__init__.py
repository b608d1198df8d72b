"""Copies: inside one page (`strip`) and across pages (`group`)."""
