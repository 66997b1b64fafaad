"""The checks of records: SPF, DKIM, DMARC, MX. Each is one function over the facts."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from digest.deliver import dkimkeys
from digest.deliver.dkim import Signature
from digest.deliver.dkimkeys import SHORTEST, PublicKey
from digest.doctor import spf, tags
from digest.doctor.facts import Facts
from digest.doctor.finding import Finding, fail, note, ok, warn
from digest.doctor.spf import Verdict

_PUBLISH = "publish the record that is shown above"
_NOBODY = ipaddress.ip_address("0.0.0.0")  # noqa: S104 - a machine that no record names


def sender_policy(facts: Facts) -> Iterator[Finding]:
    """SPF: there is one record, it can be evaluated, it ends in a no, and it allows the mail server."""
    topic, domain = "SPF", facts.returns
    found = spf.records(facts.book, domain)
    if found.unknown:
        yield note(topic, found.unknown, "")
        return
    if not found.values:
        yield fail(topic, f"{domain} has no record: anybody may send in its name", _PUBLISH)
        return
    if len(found.values) > 1:
        words = f"{domain} has {len(found.values)} records, and so none counts"
        yield fail(topic, words, "put what they say into one and delete the others")
        return
    stranger = spf.evaluate(facts.book, domain, _NOBODY)
    if stranger.verdict is Verdict.PERMERROR:
        yield fail(topic, f"the record of {domain} does not work: {stranger.words}", "mend it")
        return
    if stranger.verdict is Verdict.PASS:
        yield fail(topic, f"{domain} lets every machine in the world send", 'end the record in "-all"')
    elif stranger.verdict is Verdict.NEUTRAL:
        yield warn(topic, f"the record of {domain} forbids nobody anything", 'end it in "~all" or "-all"')
    yield _allowed(facts, topic)


def _allowed(facts: Facts, topic: str) -> Finding:
    """Whether the configured server may send."""
    domain, host = facts.returns, facts.host
    if not host:
        return ok(topic, f"{domain} has a record; no server is configured that it could be held against")
    answers = [facts.book.look(host, "A"), facts.book.look(host, "AAAA")]
    addresses = [value for answer in answers for value in answer.values]
    if not addresses:
        why = next((answer.unknown for answer in answers if answer.unknown), f"{host} has no address")
        return note(topic, f"{domain} has a record; whether it allows {host} cannot be said: {why}")
    results = {
        address: spf.evaluate(facts.book, domain, ipaddress.ip_address(address)) for address in addresses
    }
    bad = {address: result for address, result in results.items() if result.verdict is not Verdict.PASS}
    if not bad:
        cost = max(result.lookups for result in results.values())
        return ok(
            topic, f"{domain} allows {host} ({', '.join(addresses)}) in {cost} of {spf.LOOKUPS} lookups"
        )
    address, result = next(iter(bad.items()))
    if result.verdict is Verdict.UNKNOWN:
        return note(topic, f"whether {domain} allows {host} cannot be said: {result.words}")
    words = f"{domain} does not allow {host} ({address}: {result.verdict})"
    return warn(topic, words, f"add a:{host}, or the include: that the service behind it names")


def keys(facts: Facts) -> Iterator[Finding]:
    """DKIM: mail is signed, and receivers find the right key for each signature."""
    if facts.key_trouble:
        yield fail("DKIM", facts.key_trouble, "mail cannot be signed before that is mended")
        return
    if not facts.signatures:
        remedy = "digest doctor --make-dkim mail makes a key, unless a service signs for you"
        yield warn("DKIM", "mail is not signed here ([dkim] has no selector)", remedy)
    for signature in facts.signatures:
        yield _published(facts, signature)


def _published(facts: Facts, signature: Signature) -> Finding:
    topic = f"DKIM {signature.selector}"
    name = f"{signature.selector}._domainkey.{signature.domain}"
    answer = facts.book.look(name, "TXT")
    if answer.unknown:
        return note(topic, answer.unknown)
    if not answer.values:
        return fail(topic, f"{name} has no record: the signature cannot be verified", _PUBLISH)
    if len(answer.values) > 1:
        return fail(topic, f"{name} has {len(answer.values)} records", "leave the one that is shown above")
    problem = _wrong_key(answer.values[0], signature)
    if problem:
        return fail(topic, f"{name}: {problem}", _PUBLISH)
    if "y" in (tags.parsed(answer.values[0]) or {}).get("t", "").split(":"):
        return warn(topic, f"{name} says that it is only a test (t=y)", "take t=y away when mail verifies")
    return ok(topic, f"{name} holds the key that signs ({signature.algorithm})")


def _wrong_key(text: str, signature: Signature) -> str:
    """Why receivers cannot verify with the record `text`; "" where they can (RFC 6376 section 3.6.1)."""
    found = tags.parsed(text)
    if found is None or "p" not in found:
        return "is no record of a key (it has no p=)"
    if found.get("v", "DKIM1") != "DKIM1" or ("v" in found and next(iter(found)) != "v"):
        return "should begin with v=DKIM1"
    if "sha256" not in found.get("h", "sha256").replace(" ", "").split(":"):
        return "does not allow sha256 (h=)"
    if not {"*", "email"} & set(found.get("s", "*").replace(" ", "").split(":")):
        return "is not for mail (s=)"
    if not found["p"]:
        return "the key is revoked (p= is empty)"
    return _another(dkimkeys.public(found.get("k", "rsa"), found["p"]), signature)


def _another(key: PublicKey | None, signature: Signature) -> str:
    """Why `key` does not verify what is signed; "" where it does."""
    if key is None:
        return "p= holds no key of its kind (k=)"
    if isinstance(key, RSAPublicKey) and key.key_size < SHORTEST:
        return f"the key has {key.key_size} bits; {SHORTEST} are the least"
    return "" if key == signature.key.public_key() else "holds another key than the one that signs"


def policy(facts: Facts) -> Iterator[Finding]:
    """DMARC: there is one policy, and SPF or DKIM speaks for the domain that readers see."""
    topic, place = "DMARC", ""
    for place in _upwards(facts.sender):
        answer = facts.book.look(f"_dmarc.{place}", "TXT")
        if answer.unknown:
            yield note(topic, answer.unknown)
            return
        found = [text for text in answer.values if text.replace(" ", "").lower().startswith("v=dmarc1")]
        if found:
            break
    else:
        yield fail(topic, f"{facts.sender} has no policy, which large providers ask for", _PUBLISH)
        return
    if len(found) > 1:
        yield fail(topic, f"_dmarc.{place} has {len(found)} records, and so none counts", "leave one")
        return
    said = tags.parsed(found[0])
    if said is None or said.get("p", "").lower() not in {"none", "quarantine", "reject"}:
        yield fail(
            topic,
            f"_dmarc.{place} names no policy",
            'write p=none, p=quarantine or p=reject: "v=DMARC1; p=none"',
        )
        return
    yield ok(topic, f"_dmarc.{place} says p={said['p'].lower()}")
    yield _aligned(facts, place, said.get("adkim", "r"), said.get("aspf", "r"))


def _aligned(facts: Facts, organisation: str, dkim_mode: str, spf_mode: str) -> Finding:
    """Whether what SPF and DKIM vouch for is the domain in From (RFC 7489 section 3.1)."""

    def fits(domain: str, mode: str) -> bool:
        if domain == facts.sender or mode.lower() == "s":
            return domain == facts.sender
        return domain == organisation or domain.endswith(f".{organisation}")

    signed = bool(facts.signatures) and fits(facts.signing, dkim_mode)
    sent = fits(facts.returns, spf_mode)
    topic = "DMARC alignment"
    if signed:
        return ok(topic, f"the signature of {facts.signing} stands for {facts.sender}")
    problem = (
        f"the signature of {facts.signing} does not stand for {facts.sender}" if facts.signatures else ""
    )
    if sent:
        why = problem or "mail is not signed here"
        words = f"{why}: only SPF speaks for {facts.sender}, and that is lost where mail is forwarded"
        return warn(topic, words, f"sign with a key of {facts.sender} ([dkim] domain)")
    words = problem or f"neither SPF ({facts.returns}) nor a signature stands for {facts.sender}"
    return fail(topic, words, "send and sign with the domain of your sender")


def exchanges(facts: Facts) -> Iterator[Finding]:
    """MX: answers and returned mail arrive."""
    roles = {facts.replies: "answers", facts.returns: "returned mail"}
    for domain in dict.fromkeys((facts.sender, facts.returns, facts.replies)):
        yield _takes_mail(facts, domain, roles.get(domain, "mail to the sender"))


def _takes_mail(facts: Facts, domain: str, what: str) -> Finding:
    topic = "MX"
    answer = facts.book.look(domain, "MX")
    if answer.unknown:
        return note(topic, answer.unknown)
    hosts = [value.split()[1] for value in answer.values]
    if hosts == ["."]:
        return fail(topic, f"{domain} says that it takes no mail, and {what} go there", "use another address")
    if hosts:
        return ok(topic, f"{domain} takes mail at {', '.join(hosts)}")
    if facts.book.look(domain, "A").values or facts.book.look(domain, "AAAA").values:
        words = f"{domain} has no MX; mail goes to the machine of that name"
        return warn(topic, words, "publish an MX")
    return fail(topic, f"{domain} has no mail server: {what} cannot arrive", "publish an MX")


def _upwards(domain: str) -> Iterator[str]:
    """`domain` and those above it, down to two labels."""
    labels = domain.split(".")
    for at in range(max(1, len(labels) - 1)):
        yield ".".join(labels[at:])
