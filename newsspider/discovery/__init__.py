"""Discovery: the bytes of a seed in, its links and further seeds out. Pure; nothing here fetches or raises."""
