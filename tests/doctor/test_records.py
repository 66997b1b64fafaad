"""SPF, DKIM, DMARC and MX: a healthy project is told so, and each illness by its name with what to do."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from digest.deliver import dkimkeys
from digest.doctor import book, examine
from digest.doctor.finding import Level
from digest.errors import DigestError
from tests.deliver import dkimmail
from tests.doctor.patients import MAIL, facts, told, zone

R1 = "r1._domainkey"
RSA = dkimmail.records()["r1._domainkey.notes.example"]


def short() -> str:
    """A published key of 1024 bits."""
    der = (
        generate_private_key(65537, 1024)  # noqa: S505 - as somebody has it still
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return base64.b64encode(der).decode("ascii")


def in_two(text: str) -> str:
    return f'"{text[:200]}" "{text[200:]}"'


def test_a_healthy_project_fails_nowhere() -> None:
    found = examine(facts())
    assert [one for one in found if one.level in {Level.WARN, Level.FAIL}] == []
    assert told(found, "SPF") == [
        "ok: notes.example allows mail.notes.example (192.0.2.25, 2001:db8::25) in 1 of 10 lookups"
    ]
    assert [line[:3] for line in told(found, "DKIM")] == ["ok:", "ok:"]
    assert told(found, "DMARC")[0] == "ok: _dmarc.notes.example says p=none"


ILL = {
    "no SPF": ("SPF", {"spf": ""}, "fail: notes.example has no record"),
    "two SPF": (
        "SPF",
        {"spf": '@ TXT "v=spf1 -all"\n@ TXT "v=spf1 mx -all"'},
        "fail: notes.example has 2 records",
    ),
    "SPF for all": ("SPF", {"spf": '@ TXT "v=spf1 +all"'}, "fail: notes.example lets every machine"),
    "SPF for nobody": (
        "SPF",
        {"spf": '@ TXT "v=spf1 mx ?all"'},
        "warn: the record of notes.example forbids nobody",
    ),
    "another server": (
        "SPF",
        {"spf": '@ TXT "v=spf1 ip4:198.51.100.0/24 -all"'},
        "warn: notes.example does not allow mail.notes.example (192.0.2.25: fail)",
    ),
    "SPF misspelt": ("SPF", {"spf": '@ TXT "v=spf1 ipv4:192.0.2.1 -all"'}, "“ipv4:192.0.2.1” in the record"),
    "no network": ("SPF", {"spf": '@ TXT "v=spf1 ip4:192.0.2.999 -all"'}, "“192.0.2.999” in the record"),
    "eleven lookups": (
        "SPF",
        {"spf": f'@ TXT "v=spf1 {" ".join(f"a:h{n}.notes.example" for n in range(11))} -all"'},
        "costs more than 10 lookups",
    ),
    "SPF in circles": ("SPF", {"spf": '@ TXT "v=spf1 include:notes.example -all"'}, "more than 10 lookups"),
    "include of nothing": (
        "SPF",
        {"spf": '@ TXT "v=spf1 include:x.notes.example -all"'},
        "include:x.notes.example leads to no SPF record",
    ),
    "no key": ("DKIM r1", {"rsa": ""}, "fail: r1._domainkey.notes.example has no record"),
    "two keys": ("DKIM r1", {"rsa": f'{R1} TXT {in_two(RSA)}\n{R1} TXT "v=DKIM1; p="'}, "has 2 records"),
    "revoked": ("DKIM r1", {"rsa": f'{R1} TXT "v=DKIM1; k=rsa; p="'}, "the key is revoked"),
    "no tags": ("DKIM r1", {"rsa": f'{R1} TXT "hello"'}, "is no record of a key"),
    "v later": (
        "DKIM r1",
        {"rsa": f"{R1} TXT {in_two('k=rsa; v=DKIM1; ' + RSA[16:])}"},
        "begin with v=DKIM1",
    ),
    "sha1 only": ("DKIM r1", {"rsa": f"{R1} TXT {in_two(RSA + '; h=sha1')}"}, "does not allow sha256"),
    "not for mail": ("DKIM r1", {"rsa": f"{R1} TXT {in_two(RSA + '; s=other')}"}, "is not for mail"),
    "short": ("DKIM r1", {"rsa": f"{R1} TXT {in_two('v=DKIM1; p=' + short())}"}, "the key has 1024 bits"),
    "cut off": ("DKIM r1", {"rsa": f'{R1} TXT "{RSA[:200]}"'}, "holds no key of its kind"),
    "a test": (
        "DKIM r1",
        {"rsa": f"{R1} TXT {in_two(RSA + '; t=y')}"},
        "warn: r1._domainkey.notes.example says",
    ),
    "no DMARC": ("DMARC", {"dmarc": ""}, "fail: notes.example has no policy"),
    "two DMARC": (
        "DMARC",
        {"dmarc": '_dmarc TXT "v=DMARC1; p=none"\n_dmarc TXT "v=DMARC1; p=reject"'},
        "2 records",
    ),
    "DMARC without p": (
        "DMARC",
        {"dmarc": '_dmarc TXT "v=DMARC1; rua=mailto:a@notes.example"'},
        "names no policy",
    ),
    "no MX": ("MX", {"mx": ""}, "fail: notes.example has no mail server: returned mail cannot arrive"),
    "null MX": ("MX", {"mx": "@ MX 0 ."}, "fail: notes.example says that it takes no mail"),
    "A in place of MX": ("MX", {"mx": "@ A 192.0.2.1"}, "warn: notes.example has no MX"),
}  # fmt: skip


@pytest.mark.parametrize("illness", ILL)
def test_an_illness_is_called_by_its_name_with_what_to_do(illness: str) -> None:
    topic, changes, words = ILL[illness]
    found = examine(facts(records=zone(**changes)))
    assert words in " ".join(told(found, topic))
    assert all(one.remedy for one in found if one.level in {Level.WARN, Level.FAIL})


def test_a_key_of_somebody_else_is_not_ours() -> None:
    other = dkimkeys.published(dkimkeys.made("rsa")[0])
    found = examine(facts(records=zone(rsa=f"{R1} TXT {in_two(other)}")))
    assert "holds another key than the one that signs" in told(found, "DKIM r1")[0]


@pytest.mark.parametrize(
    ("domain", "dmarc", "level"),
    [
        ("notes.example", "p=none", "ok"),
        ("news.notes.example", "p=none", "ok"),
        ("news.notes.example", "p=none; adkim=s", "warn"),
        ("other.example", "p=none", "warn"),
    ],
)
def test_a_signature_has_to_stand_for_the_sender(domain: str, dmarc: str, level: str) -> None:
    text = f'{MAIL}\n[dkim]\ndomain = "{domain}"\nselector = "r1"\n'
    found = examine(facts(text, records=zone(dmarc=f'_dmarc TXT "v=DMARC1; {dmarc}"')))
    assert told(found, "DMARC alignment")[0].startswith(f"{level}: ")


def test_where_neither_stands_for_the_sender_it_fails() -> None:
    text = MAIL.replace("[mailbox]", 'bounces = "back@other.example"\n[mailbox]')
    found = examine(facts(text, signatures=()))
    assert told(found, "DMARC alignment")[0].startswith("fail: neither SPF (other.example)")


def test_what_lies_outside_the_zone_file_is_not_called_ill() -> None:
    found = examine(facts(records=zone(spf='@ TXT "v=spf1 include:_spf.carrier.example -all"')))
    assert told(found, "SPF") == [
        (
            "note: whether notes.example allows mail.notes.example cannot be said: "
            "_spf.carrier.example is outside the zone file"
        )
    ]


def test_an_unreadable_key_is_told_and_no_record_is_asked_for() -> None:
    found = examine(facts(signatures=(), key_trouble="mail.pem: can be read by others than you"))
    assert told(found, "DKIM") == ["fail: mail.pem: can be read by others than you"]


def test_lines_that_are_pasted_with_a_margin_are_read_as_they_were_meant() -> None:
    pasted = book.parse(
        '    notes.example. IN TXT "v=spf1 -all"\r\n    mail A 192.0.2.25\r\n', ["notes.example"]
    )
    assert pasted.look("notes.example", "TXT").values == ("v=spf1 -all",)
    assert pasted.look("mail.notes.example", "A").values == ("192.0.2.25",)


@pytest.mark.parametrize("text", ["rubbish here", '@ TXT "open', "$INCLUDE secrets.txt", "@ A 1.2.3"])
def test_what_is_no_zone_file_is_told_with_its_line(text: str) -> None:
    with pytest.raises(DigestError, match=r"zone file: is no zone file: near line \d"):
        book.parse(text, ["notes.example"])
