"""Digest turns many sources into one weekly issue that a person is proud to sign."""

__version__ = "0.1.0"
