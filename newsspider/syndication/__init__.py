"""Who copied whom: an article's relatives, and the time line of a cluster."""
