"""What single settings of `sources.toml` may hold: lengths of time, addresses, names; and how that is told.

`digest.config` puts them together to tables.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _duration(value: object) -> object:
    """`"90s"`, `"3h"`, `"2d"` to a timedelta."""
    match = re.fullmatch(r"(\d+)\s*([smhdw])", value.strip()) if isinstance(value, str) else None
    if not match:
        raise PydanticCustomError(
            "duration", 'should be a number and a unit in quotes, like "30s", "3h" or "2d"'
        )
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _some_time(value: timedelta) -> timedelta:
    if not value:
        raise PydanticCustomError("wait", "should be longer than nothing")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError(
            "zone", 'is no time zone; write an IANA name such as "Europe/London"'
        ) from error
    return value


def _section_id(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise PydanticCustomError("id", "should be small letters, digits and hyphens, starting with a letter")
    return value


def _web_address(value: str) -> str:
    if value and not (re.fullmatch(r"https?://[^\s/?#]+\S*", value) and _has_port(value)):
        raise PydanticCustomError("web", "should be an address that starts with https:// or http://")
    return value


def _has_port(address: str) -> bool:
    """Whether the port, if there is one, is a port."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _one_line(value: str) -> str:
    if any(ord(char) < 32 for char in value):
        raise PydanticCustomError("line", "should be one line without control characters")
    return value


def _mailbox(value: str) -> str:
    if value and not re.fullmatch(
        r"(?:[^<>@\x00-\x1f]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)", value.strip()
    ):
        raise PydanticCustomError(
            "mailbox", 'should be a mail address, with a name before it or not: "Name <name@example.org>"'
        )
    return value.strip()


def _mail_address(value: str) -> str:
    if value and not re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", value):
        raise PydanticCustomError("mail", 'should be a mail address like "name@example.org"')
    return value


def _list_id(value: str) -> str:
    if value and not re.fullmatch(r"(?i)[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+", value):
        raise PydanticCustomError(
            "list", 'should be a name of letters, digits and dots: "weekly.example.org"'
        )
    return value


_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"


def _domain(value: str) -> str:
    if value and (len(value) > 253 or not re.fullmatch(rf"{_LABEL}(?:\.{_LABEL})+", value.lower())):
        raise PydanticCustomError("domain", 'should be a domain in plain letters: "example.org"')
    return value.lower()


def _selector(value: str) -> str:
    if value and not re.fullmatch(rf"{_LABEL}(?:\.{_LABEL})*", value.lower()):
        raise PydanticCustomError(
            "selector", 'should be a short name of letters, digits and hyphens: "mail2026"'
        )
    return value.lower()


def only_place(name: str) -> AfterValidator:
    """Refuses an address with another place to be filled in than `{name}`."""

    def checked(value: str) -> str:
        if re.search(r"[{}]", value.replace(f"{{{name}}}", "")):
            words = {"name": f"{{{name}}}"}
            raise PydanticCustomError("place", "can hold {name} and no other place to fill in", words)
        return value

    return AfterValidator(checked)


def _https(value: str) -> str:
    if value and not value.startswith("https://"):
        raise PydanticCustomError("https", "should start with https://")
    return value


Zone = Annotated[str, AfterValidator(_zone)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Wait = Annotated[Duration, AfterValidator(_some_time)]
Line = Annotated[str, AfterValidator(_one_line)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_one_line)]
SectionId = Annotated[str, AfterValidator(_section_id)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
LeaveAddress = Annotated[WebAddress, AfterValidator(_https), only_place("token")]
ListId = Annotated[str, AfterValidator(_list_id)]
Mailbox = Annotated[str, AfterValidator(_one_line), AfterValidator(_mailbox)]
Domain = Annotated[str, AfterValidator(_domain)]
Selector = Annotated[str, AfterValidator(_selector)]
MailAddress = Annotated[str, AfterValidator(_one_line), AfterValidator(_mail_address)]
Share = Annotated[float, Field(ge=0, le=10)]


class Settings(BaseModel):
    """A table of the file: unknown keys are refused, values are not converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
