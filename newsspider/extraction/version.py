"""The version of the extraction, apart from it: whoever asks for the one need not load the other."""

EXTRACTOR = "newsspider-9/trafilatura-2.3"
"""It changes when the same page may give another article."""
