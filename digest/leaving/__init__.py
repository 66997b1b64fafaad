"""Leaving a list: by a link, by mail, or because a mail server says that there is nobody; all by one function."""
