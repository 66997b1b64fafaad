"""What the nouns of deals tell: funding, investment, acquisition, deal, IPO, tender, fund, valuation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from digest import bundled
from digest.deals import names, parties, rounds, runs, wordlists
from digest.deals.scene import Scene, Told, contract, is_barred, is_investor, is_stake, is_sure, place

_OBTAINING = wordlists.named("obtaining")
_ANNOUNCING = _OBTAINING | wordlists.named("announcing")
_LENDERS = wordlists.named("lenders")
_ASKED_FOR = frozenset(
    ["request", "requests", "application", "gap", "gaps", "bill", "cut", "cuts", "crunch", "rounds"]
)
_SUPPLIES = wordlists.named("supplies")
_NEAR = 8  # words between a noun and the sum that belongs to it
_BESIDE = 4  # words before a noun that say what it is about


def funding(scene: Scene) -> Told | None:  # noqa: PLR0911 - a list of cases, the first that fits
    """Read "X's $30M round", "a Series A for X"."""
    company = scene.first("subject", "object", "for", "in")
    if scene.before() & {"startups", "start-ups", "companies"} and not scene.first("subject"):
        return None
    if scene.sums and not scene.sum_near(_NEAR):
        return None
    if not company and scene.after() & {"startups", "start-ups", "companies"}:
        return None
    if not company and scene.sums and parties.is_somebody(scene.slots.before):
        return Told("funding", "", scene.investors(), 5)
    if scene.after(2) & _ASKED_FOR:
        return None
    if not company or not (scene.sums or scene.before() & _ANNOUNCING):
        return None
    if runs.is_place(scene.first("in")) and scene.has("amount"):
        return Told("spending", company, (), 5.2)
    if not scene.sums and (is_barred(company) or not names.is_proper(company)):
        return None
    lenders = scene.slots.subject
    if lenders and all(name.lower().split()[0] in _LENDERS for name in lenders):
        return Told("funding", scene.first("for", "to"), lenders, 5.4)
    investors = scene.investors() or scene.named("with")
    return Told("funding", company, investors, 5.2 if scene.sums else 4.5)


def investment(scene: Scene) -> Told | None:  # noqa: PLR0911, C901 - a list of cases, the first that fits
    """Read "X's $1B investment in Y", "X gets a $1B investment from Y"."""
    who = scene.slots.subject
    target = (_shared(scene) and scene.first("of")) or scene.first("in", "into", "to", "on", "at")
    if scene.slots.object and scene.slots.after and scene.slots.after[0].low not in {"in", "into"}:
        target = next((name for name in scene.slots.object if name not in who), target)
    if (scene.before() & {"value", "worth"} and not scene.has("amount")) or "attract" in scene.before():
        return None  # "cuts value of its stake", "hopes to attract $9bn in investment"
    asked = _asked(scene)
    if asked and who and not target and scene.sums:
        return Told("investment", who[0], asked, 7)
    if scene.before() & {"startups", "bank", "big"} and not who:
        return None
    if _is_obtained(scene):
        givers = scene.named("from") or scene.slots.object or scene.named("by")
        kind = "investment" if len(givers) == 1 else "funding"
        there = who or parties.is_somebody(scene.slots.before)
        return Told(kind, who[0] if who else "", givers, 7.2) if there else None
    if not target and scene.slots.object:
        target = scene.slots.object[0]
    if not target and scene.named("with") and scene.has("amount") and who:
        return Told("investment", who[0], scene.named("with"), 7)
    if not target:
        target = next((lab for lab in scene.labs if lab not in who), "")
    if not target or runs.is_place(target):
        return Told("spending", who[0], (), 6) if who and scene.has("amount") else None
    if not who or target in who:
        return None
    if not scene.sums and scene.share is None and not is_sure(target, scene, *who):
        return None
    return Told("investment", target, who, 7.5 if scene.sums else 6)


def _shared(scene: Scene) -> bool:
    """Whether "of 49% of Y" follows: Y is the company."""
    after = scene.slots.after
    return any(word.kind == "share" for word in after[:4]) and any(
        one.kind == "share" and two.low == "of" for one, two in pairwise(after[:6])
    )


def _asked(scene: Scene) -> tuple[str, ...]:
    """With whom there are "talks with Y for an investment"."""
    before = scene.slots.before
    place = next((place for place, word in enumerate(before) if word.low in {"talks", "discussions"}), -1)
    if place < 0 or place + 1 >= len(before) or before[place + 1].low != "with":
        return ()
    return parties.listed(before[place + 2 :], titled=False)


def _is_obtained(scene: Scene) -> bool:
    """Whether the one before the noun gets the investment and does not make it."""
    before = [word.low for word in scene.slots.before]
    if scene.first("in", "into", "to") or not scene.has("amount"):
        return False
    return (bool(scene.named("from")) and not scene.slots.object) or bool(set(before[-7:]) & _OBTAINING)


def acquisition(scene: Scene) -> Told | None:  # noqa: PLR0911 - a list of cases, the first that fits
    """Read "X's acquisition of Y", "the X-Y merger"."""
    who, company = _pair(scene)
    if scene.verb == "bid" and scene.slots.after and scene.slots.after[0].low == "to":
        return None  # to do something; "bid to buy" is read by its verb
    company = company or scene.first("of", "object", "for", "with")
    if not company and len(who) > 1 and scene.verb.startswith("merge"):
        who, company = who[:1], who[1]  # "X and Y call off the merger"
    if not company and who and scene.named("from"):
        return Told("acquisition", who[0], scene.named("from"), 7 if scene.sums else 5)
    if not company and scene.has("amount") and scene.after() & {"company", "startup", "firm"}:
        return Told("acquisition", "", who, 7)
    if (
        not company
        and who
        and all(map(names.is_proper, who))
        and not any(map(is_barred, who))
        and scene.sum_near(5)
        and scene.verb in _WHOLE
    ):
        return Told("acquisition", "", who, 6)
    if company and company.lower().split()[-1] in _PRODUCTS:
        return None
    if not company or runs.is_place(company) or (scene.verb == "buy" and not who):
        return None
    loose = scene.verb in _LOOSE and not (scene.verb == "purchase" and scene.named("of"))
    if not scene.sums and loose and not is_sure(company, scene, *who):
        return None
    if not scene.sums and not (names.is_proper(company) and not any(map(is_barred, (company, *who)))):
        return None
    return Told("acquisition", company, who, 7 if scene.sums else 5)


def sale(scene: Scene) -> Told | None:
    """Read "X's $1B sale to Y", "the sale of X"."""
    held = scene.first("in")
    if held and scene.after(12) & {"stake", "stakes"}:
        return Told("tender", held, scene.slots.subject, 8)
    if {word.low for word in scene.slots.before[-3:]} & _THINGS or _is_of_things(scene):
        return None
    company = scene.first("of", "subject", "object")
    if not company or not names.is_proper(company) or not (scene.has("amount") or scene.named("to")):
        return None
    if company.lower().split()[-1] in _PRODUCTS or (scene.sums and not scene.sum_near(_NEAR)):
        return None
    return Told("acquisition", company, scene.named("to"), 6.8)


def _is_of_things(scene: Scene) -> bool:
    """Whether goods are sold, "the sale of Y's chips"."""
    return any(word.low in _PRODUCTS for word in scene.slots.after[:7])


_THINGS = frozenset(["chip", "chips", "home", "ticket", "car", "phone", "product", "weapons", "land"])
_PRODUCTS = bundled.lines("company_products.txt")
_WHOLE = frozenset(["takeover", "acquisition", "buyout"])
_OFFERED = frozenset(["offer", "bid", "takeover"])
_LOOSE = frozenset(
    ["takeover", "bid", "buy", "purchase", "tie-up", "offer"]
)  # said of much that is no company


def _pair(scene: Scene) -> tuple[tuple[str, ...], str]:
    """Both of "the HPE-Juniper merger"; else who is before the noun."""
    if scene.verb in _OFFERED and not scene.slots.subject and scene.first("for") and scene.first("object"):
        return scene.named("object"), scene.first("for")  # "holders reject the X offer for Y"
    one, _, other = scene.first("object").partition("-")
    return ((one,), other) if any(map(str.isupper, other[:2])) else (scene.slots.subject, "")


def deal(scene: Scene) -> Told | None:
    """Read "X signs a $1B deal with Y": a contract, unless the parties or the words say otherwise."""
    who, target = _pair(scene)
    target = target or scene.first("with", "for", "object", "of", "from")
    both = scene.named("between")
    if len(both) > 1:
        who, target = both[:1], both[1]
    elif not target and len(who) > 1:
        who, target = who[:1], who[1]
    if not scene.has("amount"):
        return _without_amount(scene, who, target)
    if (not target and not who) or not scene.sum_near(_NEAR):
        return None
    return _with_amount(scene, who, target)


def _without_amount(scene: Scene, who: tuple[str, ...], target: str) -> Told | None:
    if scene.has("valuation"):
        return Told("investment", target, who, 6) if who and target else None
    if who and target and scene.before() & {"multibillion-dollar", "multi-million", "multi-billion"}:
        return contract(who, target, 6)
    return None


def _with_amount(scene: Scene, who: tuple[str, ...], target: str) -> Told:  # noqa: PLR0911, C901 - a list of cases, the first that fits
    if who and not target and scene.has("valuation"):
        return Told("funding", who[0], (), 6)
    beside = {word.low for word in scene.slots.before[-_BESIDE:]} | {scene.verb}
    if scene.named("to") and scene.before() & {"awards", "awarded", "hands"}:
        return Told("contract", scene.first("to"), who, 6.6)
    if (
        who
        and scene.verb in _ORDERS
        and "awards" not in scene.before()
        and (not target or scene.before() & _WON)
    ):
        return Told("contract", who[0], (target,) if target else (), 6.6)
    if target and scene.named("from") and scene.after() & _WARES:
        return contract(who, scene.first("from"), 6.5)
    if beside & _SUPPLIES or (scene.named("for") == () and _is_for_wares(scene)):
        return contract(who, target, 6.5)
    if who and target and is_stake(who[0], target, scene):
        return Told("investment", target, who, 6.5)
    if who and target and is_stake(target, who[0], scene):
        return Told("investment", who[0], (target,), 6.5)
    if not target and len(who) == 1 and scene.verb != "deals" and not scene.after() & {"to", "for"}:
        return Told("acquisition", "", who, 6)
    if who and target and scene.before() & _OFF:
        return Told("acquisition", target, who, 6.2)
    known = bool(target) and place(target) != _BUYABLE
    if target and not known and not scene.named("with") and (scene.named("for") or scene.slots.object):
        return Told("acquisition", target, who, 6.2)
    return contract(who, target, 6.2)


def _is_for_wares(scene: Scene) -> bool:
    """Whether "for custom chips" follows."""
    lows = [word.low for word in scene.slots.after[:6]]
    return "for" in lows and bool(set(lows[lows.index("for") :]) & _WARES)


_ORDERS = frozenset(["contract", "contracts", "order", "orders"])
_WON = frozenset(
    [
        "wins",
        "won",
        "lands",
        "landed",
        "bags",
        "clinches",
        "gets",
        "scores",
        "awarded",
        "win",
        "nabs",
        "snags",
    ]
)
_OFF = frozenset(
    [
        "shelve",
        "shelves",
        "scrap",
        "scraps",
        "abandon",
        "abandons",
        "terminate",
        "call",
        "end",
        "drop",
        "ditch",
        "axe",
        "scuttle",
        "blocks",
        "block",
    ]
)
_WARES = wordlists.named("wares")
_BUYABLE = 7  # place in the chain of supply of whoever is in none


def ipo(scene: Scene) -> Told | None:
    """Read "X's IPO", "X files for an IPO"."""
    company = scene.first("object", "subject", "of", "for")
    if not company or runs.is_place(company):
        company = scene.first("subject")
    if is_barred(company):
        company = scene.first("for")
    if scene.after(1) & {"price", "shares"} and not scene.sums:
        return None
    if scene.before() & {"eschewing", "delaying", "shun", "instead"}:
        return None
    if not company and scene.before() & {"it", "its"}:
        return Told("ipo", "", (), 5.6)
    if company and not scene.sums and not names.is_proper(company):
        return None
    if (not company and not (parties.is_somebody(scene.slots.before) and scene.sums)) or (
        scene.verb == "ipos" and not scene.sums
    ):
        return None
    return Told("ipo", company, (), 6.1)


def tender(scene: Scene) -> Told | None:
    """Read "X's tender offer", "Y leads a tender offer for X"."""
    if scene.before() & {"leads", "led", "lead"} and scene.first("for"):
        return Told("tender", scene.first("for"), scene.slots.subject, 7.8)
    company = scene.first("subject", "object", "for")
    there = company or (scene.sums and parties.is_somebody(scene.slots.before))
    return Told("tender", company, (), 7.8) if there else None


def fund(scene: Scene) -> Told | None:
    """Read "X launches a $1B fund"."""
    who = scene.slots.subject
    if any(map(is_barred, who)):
        return None
    if not scene.has("amount") or not (who or parties.is_somebody(scene.slots.before)):
        return None
    if not who:
        return Told("fund", "", scene.investors(), 6)
    if scene.verb == "funds" and "in" in scene.before() and not is_investor(who[0]):
        return Told("funding", who[0], scene.investors(), 6)  # "taps $9M in fresh funds"
    return Told("fund", who[0], (*who[1:], *scene.investors()), 6.5)


def valuation(scene: Scene) -> Told | None:
    """Read "X's valuation of $1B"."""
    if not scene.has("valuation"):
        return None
    kind = "funding" if scene.topics & {"funding", "deal"} or rounds.is_paired(scene) else "valuation"
    return Told(kind, scene.first("subject"), (), 4)


_LESS = frozenset(["attract", "cut", "cuts", "slash", "slashes", "reduce", "reduces", "trim", "trims"])


def outlay(scene: Scene) -> Told | None:
    """Read "X plans a $1B data center"."""
    who = scene.slots.subject
    if (who and is_barred(who[0])) or scene.before() & _LESS:
        return None
    return Told("spending", who[0], who[1:], 4) if who and scene.has("amount") and scene.sum_near(5) else None


def idiom(_: Scene) -> None:
    """Read nothing: "talent acquisition", "raises questions", "the IPO market" tell no deal."""


READERS: Mapping[str, Callable[[Scene], Told | None]] = {
    "funding": funding,
    "investment": investment,
    "acquisition": acquisition,
    "deal": deal,
    "ipo": ipo,
    "idiom": idiom,
    "sale": sale,
    "tender": tender,
    "fund": fund,
    "valuation": valuation,
    "outlay": outlay,
}
"""What reads the nouns of each row of `deal_frames.txt`."""
