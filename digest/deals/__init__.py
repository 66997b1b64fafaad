"""Deals, read out of headlines and sentences by rules: who, with whom, what kind, how much, how far."""

from digest.deals.reading import of_sentence, read

__all__ = ["of_sentence", "read"]
