"""To import this loads what every page needs: workers forked from a server that has imported it share it."""

from newsspider.extraction.model import load_model

load_model()
