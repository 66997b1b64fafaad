"""Sentences for the measure of the numbers gate: made wrong in one thing, or told in other words."""
