"""What the verbs of money and ownership tell: invest, back, buy, merge, sell, supply, pay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from digest import bundled
from digest.deals import doubts, names, parties, runs, wordlists
from digest.deals.headline import Word
from digest.deals.scene import CAPITAL, ROUND, Scene, Told, is_barred, is_investor, is_sure

_STAKE = wordlists.named("stake")
_LEADING = wordlists.named("leading")
_HALF = 50.0  # percent; whoever buys more buys the company


def invests(scene: Scene) -> Told | None:  # noqa: PLR0911 - a list of cases, the first that fits
    """Read "X invests $1B in Y", "in its round", "in India"."""
    if not scene.verb.startswith(("invest", "co-invest", "reinvest")) and not scene.sum_behind("amount", 6):
        return None  # "puts", "bets", "commits" say much else
    target, who = scene.first("in", "into", "on", "behind", "to", "at", "atop"), scene.slots.subject
    money = scene.has("amount")
    if not scene.sum_behind("amount") and money and _is_use(scene):
        return None  # "gives founders $1M to invest in Y"
    if not target and money and who and scene.after() & {"startup", "firm", "start-up", "venture"}:
        return Told("investment", "", who, 6)
    if not target or runs.is_place(target):
        return Told("spending", who[0], who[1:], 6) if money and who else None
    if not money and not (who and scene.verb.startswith("invest") and is_sure(target, scene, *who)):
        return None
    if not who and scene.before() & {"billionaire", "tycoon", "founder", "ceo", "chief", "owner"}:
        return Told("investment", target, (), 6) if money else None
    if not who:
        return Told("funding", target, (), 6) if money else None
    if scene.after() & ROUND and money and not _is_sum_first(scene):
        return Told("funding", target, who, 8)
    kind = "acquisition" if scene.verb in _SPLASHING else "investment"
    return Told(kind, target, who, 8.5 if money else 5)


_SPLASHING = frozenset(["drops", "dropped", "splash", "splashes", "plunks"])  # "$1bn on Y": for all of it


def _is_use(scene: Scene) -> bool:
    """Whether the sum before the verb is given to somebody "to invest"."""
    before = scene.slots.before
    return (
        len(before) > 1
        and before[-1].low == "to"
        and before[-2].kind in {"sum", "word"}
        and any(word.kind == "sum" for word in before[-3:])
    )


def _is_sum_first(scene: Scene) -> bool:
    """Whether the sum is what is invested, and not the whole round that is joined."""
    for word in scene.slots.after:
        if word.kind == "sum":
            return True
        if word.low in {"in", "into"}:
            return False
    return False


def backs(scene: Scene) -> Told | None:  # noqa: PLR0911, C901 - a list of cases, the first that fits
    """Read "X backs Y", "X leads the Series A in Y"."""
    who, company = scene.slots.subject, scene.first("object", "in", "for", "into")
    round_told = scene.after() & ROUND
    money = scene.has("amount") or scene.has("valuation")
    if not company and who and money and scene.after() & {"startups", "companies", "start-ups"}:
        return Told("spending", who[0], who[1:], 6)
    if not who and company and money and scene.before() & _CROWDS and scene.verb not in _LEADING:
        return Told("funding", company, (), 7)
    if not who or runs.is_place(company):
        if not who and scene.verb in _LEADING and scene.has("amount") and scene.after() & _COMPANIES:
            return Told("funding", company, (), 6)
        return None
    if not company and not money and scene.after() & {"startups", "start-ups", "companies"}:
        return None
    if scene.after(4) & _CLUBS:
        return Told("funding", who[0], (), 6) if scene.has("amount") and scene.after() & ROUND else None
    if round_told and (money or company):
        return Told("funding", company, who, 7.5 if money else 5)
    if (scene.verb in _LEADING and not money) or not (company or scene.slots.anyone):
        return None
    if scene.verb in _LEADING or (len(who) > 1 and "in" in scene.after() and "deal" in scene.after()):
        return Told("funding", company, who, 7.6)
    if scene.verb == "back" and not _may_back(scene):
        return None
    if not money and not (is_sure(company, scene, *who) if company else is_sure(who[0], scene)):
        return None
    return Told("investment", company, who, 6 if company else 5)


_CROWDS = wordlists.named("crowds")
_COMPANIES = wordlists.named("companies")
_CLUBS = frozenset(["club", "ranks", "list", "race", "unicorn", "unicorns", "herd", "fray", "bandwagon"])


def _may_back(scene: Scene) -> bool:
    """Whether "back" is a verb: "A and B back C", "will back C", not "cuts back"."""
    last = scene.slots.before[-1] if scene.slots.before else None
    if last is None or last.low in _MODAL:
        return last is not None
    common = names.is_common(last) and not is_investor(f"x {last.text}")
    return last.text[0].isupper() and not (scene.titled and common)


_MODAL = frozenset(["will", "to", "just", "also", "now", "others", "may", "could", "would"])


def buys(scene: Scene) -> Told | None:  # noqa: PLR0911 - a list of cases, the first that fits
    """Read "X buys Y", "X acquires a stake in Y"."""
    who, company = scene.slots.subject, scene.first("object")
    if scene.sum_behind("amount", 2) and scene.after(8) & (CAPITAL | {"valuation"}):
        return None
    if scene.sum_behind("valuation", 2):
        return None  # "nabs a $1bn valuation"
    if scene.verb in _TAKING and (target := _taken_private(scene)):
        return Told("acquisition", target, who, 9)
    if _is_share(scene.slots.after[:9]):
        target = scene.first("in", "of") or company
        kind = "acquisition" if _is_majority(scene) else "investment"
        return Told(kind, target, who, 8.5) if target and who and not runs.is_place(target) else None
    if scene.verb in _TAKING:
        return None
    if _is_thing(scene):
        return _bought_things(scene, who)
    if not (who or (company and scene.sums)) or not (company or scene.slots.anyone):
        return None
    own = scene.sum_behind("amount") or scene.sum_behind("valuation")
    if any(map(is_barred, who)) or is_barred(company):
        return None
    if company and not own and not (_is_company(company, scene) and any(map(names.is_proper, who))):
        return None
    return Told("acquisition", company, who, 9 if own else 7)


def _taken_private(scene: Scene) -> str:
    """The company of "takes Y private", "" where nothing is taken so."""
    after = scene.slots.after[:_NEAR_PRIVATE]
    end = next((place for place, word in enumerate(after) if word.low == "private"), 0)
    if not end or any(word.kind == "mark" and word.low != "&" for word in after[:end]):
        return ""
    found = parties.name(after[:end], titled=scene.titled)
    return found if found and not is_barred(found) and not runs.is_place(found) else ""


_NEAR_PRIVATE = 8  # words of what is taken, with what it is: "the software maker Y"


def _is_company(name: str, scene: Scene) -> bool:
    """Whether the object is a company and not what companies make."""
    last = name.lower().split()[-1]
    if last in _PRODUCTS:
        return False
    near = scene.after(8)
    return names.is_proper(name) or bool(
        near & {"startup", "start-up", "firm", "company", "maker", "platform"}
    )


_PRODUCTS = bundled.lines("company_products.txt")


_TAKING = frozenset(["take", "takes", "took", "taking", "taken"])  # said of much; of a stake it is buying


def _is_thing(scene: Scene) -> bool:
    """Whether ground or goods are bought and no company: "a plant", "$2bn of chips"."""
    things = _noun_phrase(scene.slots.after)
    return bool(things) and things[-1].low in _THINGS and (scene.titled or things[-1].text.islower())


def _bought_things(scene: Scene, who: tuple[str, ...]) -> Told | None:
    """Read "X buys $2B of chips from Y" as a contract and "X buys a plant" as spending."""
    if not who or any(map(is_barred, who)):
        return None
    if _noun_phrase(scene.slots.after)[-1].low in _GROUNDS:
        return Told("spending", who[0], who[1:], 7)
    return Told("contract", scene.first("from"), who, 7) if scene.sum_behind("amount", 4) else None


def _noun_phrase(after: Sequence[Word]) -> list[Word]:
    """The words of the thing bought, up to who sells it or what it is for; its last is what it is."""
    found: list[Word] = []
    for place, word in enumerate(after):
        if word.low in {"of", "worth", "in"} and place and after[place - 1].low in {"$", "worth"}:
            continue
        if word.kind == "mark" or word.low in _AFTER_THINGS:
            break
        if word.kind == "word":
            found.append(word)
    return found


_AFTER_THINGS = wordlists.named("leaving") | {
    "in",
    "near",
    "as",
    "that",
    "where",
    "which",
    "this",
    "last",
    "next",
    "over",
}
_GROUNDS = wordlists.named("grounds")
_WARES = wordlists.named("wares")
_THINGS = _GROUNDS | _WARES


def _is_share(after: Sequence[Word]) -> bool:
    """Whether stock is bought and not the company; "in a stock deal" says only how it is paid."""
    lows = [word.low for word in after]
    if any(
        word.kind == "share"
        and lows[place + 1 : place + 2] in (["of"], ["in"], ["interest"])
        and not doubts.PARTS & set(lows[place + 2 : place + 5])
        for place, word in enumerate(after[:_NEAR_SHARE])
    ):
        return True
    return any(
        word in _STAKE
        and not (place + 1 < len(lows) and lows[place + 1] in {"deal", "purchase", "swap"})
        and lows[place - 1 : place] != ["in"]
        and "cash" not in lows[max(place - 2, 0) : place]
        for place, word in enumerate(lows)
    )


_NEAR_SHARE = 4  # words before "10% of Y": "as much as", "up to a"


def _is_majority(scene: Scene) -> bool:
    return bool(scene.after() & {"majority", "controlling"}) or (scene.share or 0.0) > _HALF


def merges(scene: Scene) -> Told | None:
    """Read "X merges with Y", "X and Y merge"."""
    who, other = scene.slots.subject, scene.first("with", "object")
    if other and who:
        return Told("acquisition", other, who[:1], 7)
    if len(who) > 1:
        return Told("acquisition", who[1], who[:1], 7)
    firms = scene.before() & {"startup", "startups", "firms"}
    return Told("acquisition", "", (), 6.3) if firms and len(scene.slots.before) <= _SHORT else None


_SHORT = 3  # words: "AI startups merge"


def is_bought(scene: Scene) -> Told | None:
    """Read "X is bought by Y", "X sells to Y"."""
    company = scene.first("of", "subject") if scene.verb.startswith("explor") else scene.first("subject")
    buyers = scene.slots.object or scene.named("by") or scene.named("to") or scene.named("with")
    if not company and parties.is_somebody(scene.slots.before) and buyers and scene.has("amount"):
        return Told("acquisition", "", buyers, 7)
    return Told("acquisition", company, buyers, 9) if company else None


def sells(scene: Scene) -> Told | None:  # noqa: PLR0911 - a list of cases, the first that fits
    """Read "X sells its stake in Y", "X sells Y to Z"."""
    who, after = scene.slots.subject, scene.slots.after
    held = next((place for place, word in enumerate(after[:9]) if word.low in _STAKE), -1)
    if who and _is_share(after[:9]) and scene.first("of", "in") and not any(map(is_barred, who)):
        return Told("tender", scene.first("of", "in"), (*who, *scene.named("to")), 8.6)
    if held >= 0:
        last_of = max((place for place in range(held) if after[place].low == "of"), default=-1)
        own = [word for word in after[last_of + 1 : held] if word.kind == "word"]
        beside = parties.beside(own, titled=False)
        target = beside[0] if beside else scene.first("in")
        if any(map(is_barred, who)):
            return None
        if target and who:
            return Told("tender", target, who, 8.6)
        if not who and scene.before() & {"investors", "shareholders", "employees"}:
            who = parties.beside(scene.slots.before, titled=False)
        return Told("tender", who[0], (), 7) if who and scene.has("amount") else None
    if who and scene.sum_behind("amount", 3) and scene.after(8) & {"bonds", "notes", "debt"}:
        return Told("funding", who[0], (), 7)
    buyers, company = scene.named("to"), scene.first("object")
    if not company and who and scene.has("amount") and scene.after(6) & _UNITS:
        return Told("acquisition", "", buyers, 6)
    if company and scene.slots.subject and not names.is_proper(company):
        return None
    if company and (buyers or scene.has("amount")) and company.lower().split()[-1] not in _PRODUCTS:
        return Told("acquisition", company, buyers, 7)
    return None


_UNITS = wordlists.named("units")


def supplies(scene: Scene) -> Told | None:
    """Read "X to supply Y with chips in a $1B deal"."""
    if not scene.has("amount") or not scene.slots.subject or scene.after(1) & _OF_SUPPLY:
        return None
    return Told("contract", scene.first("subject"), scene.slots.object or scene.named("to"), 7)


_OF_SUPPLY = frozenset(["agreement", "deal", "contract", "chain", "pact", "agreements", "deals", "contracts"])


def awards(scene: Scene) -> Told | None:
    """Read "the state awards $9M to Y": a grant, or an order where it says so."""
    company, who = scene.first("to"), scene.slots.subject
    ordered = scene.first("object")
    if ordered and who and scene.verb != "granted" and scene.sum_behind("amount", 6) and _is_order(scene):
        return Told("contract", ordered, who, 7.2)
    if not company or not who or not scene.sum_behind("amount", 3):
        return None
    kind = "contract" if scene.after() & {"contract", "contracts", "order", "deal"} else "funding"
    return Told(kind, company, who, 6.5)


def _is_order(scene: Scene) -> bool:
    """Whether a contract is what is awarded: "Y a $9M contract", right behind the sum."""
    behind = [each.place - scene.match.end for each in scene.sums if each.place >= scene.match.end]
    near = scene.slots.after[behind[0] : behind[0] + 5] if behind else ()
    return any(word.low in {"contract", "contracts", "order", "deal", "agreement"} for word in near)


_PAYING = frozenset(["pay", "pays", "paid", "paying", "to", "agreed", "agrees", "bids", "offers", "offered"])


def pays(scene: Scene) -> Told | None:
    """Read "X pays Y $1B for its chips", "X paid $1B for Y"."""
    who, seller = scene.slots.subject, scene.first("object", "with")
    if who and scene.sum_behind("amount") and scene.after() & _WARES and scene.after() & {"from", "of"}:
        return Told("contract", scene.first("from", "of"), who, 7.2)
    if not who or not scene.sum_behind("amount"):
        return None
    if scene.verb in _PAYING and not scene.first("object"):
        if _is_share(scene.slots.after[:9]) and scene.first("of"):
            return Told("investment", scene.first("of"), who, 7.5)
        company = scene.first("for")
        return Told("acquisition", company, who, 7.5) if company else None
    if scene.verb in {"bids", "offers", "offered"}:
        return None
    return Told("contract", seller, who, 7.2) if seller and not is_barred(seller) else None


READERS: Mapping[str, Callable[[Scene], Told | None]] = {
    "invest": invests,
    "back": backs,
    "buy": buys,
    "merge": merges,
    "bought": is_bought,
    "sell": sells,
    "supply": supplies,
    "award": awards,
    "pay": pays,
}
"""What reads the verbs of each row of `deal_frames.txt`."""
