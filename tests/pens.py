"""Writes lines and Markdown in one kind of text, drawn by one random generator."""

from __future__ import annotations

import random
import unicodedata

from digest.render import clean
from tests.naughty import Kind


class Pen:
    """Writes in `kind`; the same generator gives the same words.

    Attributes:
        draw: decides everything.
        silence: share of the stories that have a headline only.
    """

    def __init__(self, kind: Kind, draw: random.Random) -> None:
        self.draw = draw
        self.silence = draw.choice((0.3, 0.3, 0.3, 1.0))
        self._kind = kind
        self._seen: set[str] = set()
        self._next = draw.randrange(max(1, len(kind.planted)))

    def line(self, least: int, most: int) -> str:
        """One line of about so many characters as they are seen; every other one has a planted string in it.

        Only a planted string or a single word may be longer.
        """
        return self._line(least, most, self._planted() if self.draw.random() < 0.5 else "")

    def strict_line(self, least: int, most: int) -> str:
        """The same without what would be too long: an inbox has no more room."""
        string = self._planted() if self.draw.random() < 0.5 else ""
        return self._line(least, most, string if _seen(string) <= most - least else "")

    def _line(self, least: int, most: int, string: str) -> str:
        words = self._run(least, most)
        if not string:
            return self._kind.gap.join(words)
        while len(words) > 1 and _seen(" ".join([*words, string])) > most:
            words.pop()
        words.insert(self.draw.randint(0, len(words)), string)
        return " ".join(words)

    def new_line(self, least: int, most: int) -> str:
        """A line unlike all that this method gave before."""
        while True:
            found = self.line(least, most)
            key = clean.line(found).casefold()
            if key and key not in self._seen:
                self._seen.add(key)
                return found

    def blurb(self) -> str:
        """Markdown of one to three blocks."""
        forms = (self._sentence, self._nested, self._list, self._table, self._quote, self._code)
        blocks = [
            self._sentence(),
            *(self.draw.choice(forms)() for _ in range(self.draw.choice((0, 0, 1, 2)))),
        ]
        return "\n\n".join(blocks)

    def _run(self, least: int, most: int) -> list[str]:
        words = [self.draw.choice(self._kind.words)]
        while self._length(words) < least or self.draw.random() < 0.8:
            word = self.draw.choice(self._kind.words)
            if self._length([*words, word]) > most and self._length(words) >= least:
                break
            words.append(word)
        return words

    def _length(self, words: list[str]) -> int:
        return _seen(self._kind.gap.join(words))

    def _planted(self) -> str:
        """The next of the planted strings, so that all of them get their turn; "" where there are none."""
        if not self._kind.planted:
            return ""
        self._next = (self._next + 1) % len(self._kind.planted)
        return self._kind.planted[self._next]

    def _plain(self) -> str:
        return self._kind.gap.join(self._run(10, 40))

    def _sentence(self) -> str:
        page = f"https://filings.example/{self.draw.randrange(10**6)}"
        return f"{self.line(30, 160)}. {self._plain()} [{self._plain()}]({page}) *{self._plain()}*."

    def _nested(self) -> str:
        return f"**{self._plain()} *{self._plain()} `{self._plain()}`* {self._plain()}**: {self.line(20, 80)}"

    def _list(self) -> str:
        mark = self.draw.choice(("- ", "1. "))
        return "\n".join(f"{mark}{self._plain()}" for _ in range(self.draw.randint(1, 4)))

    def _table(self) -> str:
        rows = [f"| {self._plain()} | {self.draw.randint(1, 99)} | {self._plain()} |" for _ in range(3)]
        return "\n".join([rows[0], "| --- | ---: | :--- |", *rows[1:]])

    def _quote(self) -> str:
        return f"> {self._plain()}\n> {self._plain()}\n>\n> {self._plain()}"

    def _code(self) -> str:
        return f"```\n{self._plain()}\n  {self._plain()} <&> {{{{ x }}}}\n```"


def _seen(text: str) -> int:
    """How many letters a reader counts, without marks upon letters and what joins pictures."""
    return sum(unicodedata.category(letter) not in {"Mn", "Me", "Cf", "Sk"} for letter in clean.line(text))
