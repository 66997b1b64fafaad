"""The grammar of figures in English news: what a text says in numbers, without a model."""

from digest.figures.reading import of
from digest.figures.sums import of as money

__all__ = ["money", "of"]
