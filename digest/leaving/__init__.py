"""Leaving a list by a link, by mail, or since a mail server knows no such reader: all by one function."""
