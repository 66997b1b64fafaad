"""One call to a service: JSON there and back, within a time and a size, and to nobody else.

No redirect is followed, because the secret would go along. What fails is told without the frames in which it
failed: they hold what was sent.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digest import __version__
from digest.deliver.transport.kinds import NotSentError
from digest.secret import NOBODYS, Secret
from digest.text import one_line

if TYPE_CHECKING:
    import aiohttp

LIMIT_S = 60.0
"""For one call as a whole."""
_MOST = 20_000_000  # bytes of an answer
_LONGEST = 300  # characters of its words that are shown


@dataclass(frozen=True, slots=True)
class Service:
    """Who is called.

    Attributes:
        place: as a person is told.
        secret: what no message may repeat.
        headers: what goes along with each call, by name; their values are secrets.
        limit_s: how long to wait.
    """

    place: str
    secret: Secret = NOBODYS
    headers: Mapping[str, Secret] = field(default_factory=dict)
    limit_s: float = LIMIT_S

    def call(self, method: str, url: str, body: bytes | None = None) -> Any:
        """What the service answers, read as JSON; None where it says nothing of that kind.

        Raises:
            NotSentError: it cannot be reached, or refuses.
        """
        status, words, value = asyncio.run(self._asked(method, url, body))
        if not 200 <= status < 300:
            raise self._refusal(status, words)
        return value

    async def _asked(self, method: str, url: str, body: bytes | None) -> tuple[int, str, Any]:
        """Status, words and value of the answer; status 0 with the reason where there is none."""
        import aiohttp  # noqa: PLC0415  # 0.2 s that only posting should pay
        from yarl import URL  # noqa: PLC0415

        try:
            async with (
                asyncio.timeout(self.limit_s),
                aiohttp.ClientSession(headers=self._headers(), trust_env=False) as session,
                session.request(method, URL(url, encoded=True), data=body, allow_redirects=False) as response,
            ):
                return await self._received(response)
        except TimeoutError:
            return 0, f"did not answer within {self.limit_s:g} s", None
        except aiohttp.ClientConnectorCertificateError:
            return 0, "its certificate is not to be trusted", None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return 0, f"cannot be reached ({self._shown(str(error)) or type(error).__name__})", None

    async def _received(self, response: aiohttp.ClientResponse) -> tuple[int, str, Any]:
        if 300 <= response.status < 400:
            return response.status, self._shown(response.headers.get("Location", "")), None
        content = b""
        while more := await response.content.read(_MOST):
            content += more
            if len(content) > _MOST:
                return 0, "answers with more than is to be read", None
        if not 200 <= response.status < 300:
            return response.status, self._shown(_words(content)), None
        try:
            return response.status, "", json.loads(content) if content.strip() else None
        except (ValueError, RecursionError):
            return response.status, "", None

    def _headers(self) -> dict[str, str]:
        ours = {
            "User-Agent": f"scaleup-digest/{__version__}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        return ours | {name: value.reveal() for name, value in self.headers.items()}

    def _refusal(self, status: int, words: str) -> NotSentError:
        again = "try again; nothing is made twice"
        if status == 0:
            return NotSentError(self.place, words, again)
        if 300 <= status < 400:
            problem = f"sends on to {words or 'another address'} ({status})"
            remedy = "write that address as url in [delivery], if it is right: no secret goes along by itself"
            return NotSentError(self.place, problem, remedy, is_lasting=True)
        problem = f"refuses: {status} {words}".rstrip()
        if status in {401, 403}:
            return NotSentError(self.place, problem, "check the token, and what it may do", is_lasting=True)
        is_passing = status in {408, 425, 429} or status >= 500
        remedy = again if is_passing else "its words say why"
        return NotSentError(self.place, problem, remedy, is_lasting=not is_passing)

    def _shown(self, text: str) -> str:
        return one_line(self.secret.hidden_in(text, *self.headers.values()), _LONGEST)


def _words(content: bytes) -> str:
    """What an answer says: the message in it, else its text."""
    text = content[:10_000].decode("utf-8", "replace")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(said, dict):
        said = next((said[name] for name in ("message", "detail", "error") if said.get(name)), said)
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
