"""The development corpora and the seed page: they belong to publishers and are no part of the repository."""

import os
from pathlib import Path

import pytest

CORPUS = Path(os.environ.get("NEWSSPIDER_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus")
SEED = CORPUS.parent / "seed"
NAMES = ("aeb", "fundus", "trafsegs", "wcxb", "cpe", "dragnet")

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the development corpora are not here: NEWSSPIDER_CORPUS")
needs_seed = pytest.mark.skipif(not SEED.is_dir(), reason="the seed page is not here: NEWSSPIDER_CORPUS/../seed")
