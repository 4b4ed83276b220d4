"""A library's module with some of its parts exchanged, for us alone: for everybody else it stays as it is."""

from __future__ import annotations

from functools import lru_cache
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any


def variant_of(module: ModuleType, **parts: Any) -> SimpleNamespace:
    """Return all that *module* holds, its own functions seeing *parts* in place of what the module calls so.

    >>> import textwrap
    >>> variant_of(textwrap, TextWrapper=lambda **_: SimpleNamespace(wrap=str.split)).wrap("a b")
    ['a', 'b']
    """
    names = {**vars(module), **parts}
    for name, own in vars(module).items():
        plain = getattr(own, "__wrapped__", own)
        if name in parts or not isinstance(plain, FunctionType) or plain.__module__ != module.__name__:
            continue
        made = FunctionType(plain.__code__, names, name, plain.__defaults__, plain.__closure__)
        made.__kwdefaults__ = plain.__kwdefaults__
        names[name] = lru_cache(**own.cache_parameters())(made) if hasattr(own, "cache_parameters") else made
    return SimpleNamespace(**names)
