"""How articles relate to each other. Pure: rows are handed in, verdicts come out."""
