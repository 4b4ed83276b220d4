"""newsspider: regional news sites in, clean articles in one SQLite file out."""

__version__ = "0.1.0"
