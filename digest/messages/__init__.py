"""The words of the outputs in the language of an edition: dates, numbers, plurals and every fixed string.

They lie in `templates/messages/LANGUAGE.toml`; a user's folder may hold a file of the same name that changes
single messages or brings a language that does not ship. What a file lacks comes from the shipped file of
its language, then from English. Counts are written without group marks and in European digits, so that
the gate can read them whatever the language.
"""

from __future__ import annotations

from digest.messages.files import FOLDER, of, places, shipped
from digest.messages.language import Message, Messages

__all__ = ["ENGLISH", "FOLDER", "Message", "Messages", "of", "places", "shipped"]

ENGLISH = of("en")
"""The words that ship, for whoever speaks to the editor and not to the reader."""
