"""The archive: one SQLite file, one writer, many readers. All SQL of the house is here."""
