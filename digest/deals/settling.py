"""What a frame and its surroundings amount to: kind and parties of a deal, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from digest import bundled
from digest.deals import names, parties, slots
from digest.deals.frames import Match
from digest.deals.slots import Slots
from digest.deals.sums import Sum

_INVESTORS = bundled.lines("deal_investors.txt")
_CHAIN = {name: int(place) for name, place in bundled.pairs("deal_labs.txt").items()}
_LABS = 4  # place of the makers of models in that chain
_LAST = 7  # of those who only buy
_OBTAINING = frozenset(
    ["gets", "get", "got", "getting", "receives", "receive", "received", "secures", "secured", "lands", "landed", "snags", "attracts", "wins", "raises", "raised", "raise", "clinches", "nabs", "bags", "scores", "announces"]
)
_STAKE = frozenset(["stake", "stakes", "stock", "shares", "share", "shareholding"])
_ROUND = frozenset(
    ["funding", "round", "series", "seed", "pre-seed", "financing", "raise", "fundraise", "fundraising", "investors", "capital", "equity", "debt", "loan", "raising"]
)
_GENERIC = frozenset(["startups", "companies", "infrastructure", "data", "ai", "technology", "research", "manufacturing"])


@dataclass(frozen=True, slots=True)
class Told:
    """What one frame tells: a kind, its parties, how sure that is, and where its words stand."""

    kind: str
    company: str
    parties: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame with its slots, the sums of its clause, and the topics of the whole headline."""

    match: Match
    slots: Slots
    sums: tuple[Sum, ...]
    topics: frozenset[str]
    lows: frozenset[str]
    verb: str
    share: float | None

    def first(self, slot: str) -> str:
        """The first name of a slot, "" for none."""
        named = self.named(slot)
        return named[0] if named else ""

    def named(self, slot: str) -> tuple[str, ...]:
        """The names of `subject`, `object` or a preposition."""
        if slot == "subject":
            return self.slots.subject
        return self.slots.object if slot == "object" else self.slots.behind.get(slot, ())

    def has(self, role: str) -> bool:
        """Whether the clause has a sum of that role."""
        return any(each.role == role for each in self.sums)

    def near(self, reach: int) -> bool:
        """Whether a sum or a word of a round stands right behind the frame."""
        after = self.slots.after[:reach]
        places = {each.place for each in self.sums}
        start = self.match.end
        return any(
            start + step in places or word.low in _ROUND or word.low.startswith(("series-", "fund"))
            for step, word in enumerate(after)
        )


def told(scene: Scene) -> Told | None:
    """What `scene` tells; None where it is no deal."""
    before = scene.slots.before
    if scene.match.frame.needs == "noun" and before and before[-1].low == "to":
        return None
    return _READERS[scene.match.frame.name](scene)


def _investors(scene: Scene) -> tuple[str, ...]:
    found: list[str] = []
    for slot in ("from", "by"):
        found += [name for name in scene.named(slot) if name not in found]
    return tuple(found)


def is_investor(name: str) -> bool:
    """Whether the name is that of an investor."""
    key = names.key(name)
    return key in _INVESTORS or any(key.endswith(f" {ending}") for ending in _INVESTORS)


def _raise(scene: Scene) -> Told | None:
    if not scene.near(8):
        return None
    company = "" if _is_their_firm(scene) else scene.first("subject")
    helpers = _helpers(scene)
    after = {word.low for word in scene.slots.after}
    if "ipo" in scene.topics and after & {"ipo", "listing", "debut"}:
        return Told("ipo", company, (), 8)
    if _is_fund(scene, company, after):
        return Told("fund", company, _investors(scene), 8)
    return Told("funding", company or scene.first("for"), (*helpers, *_investors(scene)), 8)


def _is_their_firm(scene: Scene) -> bool:
    """Whether people raise "for their new startup", which has a name elsewhere or none."""
    after = [word.low for word in scene.slots.after]
    return any(
        word in {"his", "her", "their"} and set(after[place + 1 : place + 6]) & {"startup", "venture", "company"}
        for place, word in enumerate(after)
    )


def _helpers(scene: Scene) -> tuple[str, ...]:
    """Those who help a company raise."""
    before = scene.slots.before
    place = next((place for place, word in enumerate(before) if word.low in {"help", "helps"}), 0)
    found = slots.actor(before[:place], False) if place else ()
    return found if len(found) > 1 or found and is_investor(found[0]) else ()


def _is_fund(scene: Scene, company: str, after: frozenset[str] | set[str]) -> bool:
    if after & {"fund", "funds", "megafund", "vehicle", "spv"} and not after & {"series", "seed"}:
        return True
    before = {word.low for word in scene.slots.before}
    if after & {"series", "seed"} or any(low.startswith("series-") for low in after):
        return False
    return is_investor(company) or bool(before & {"vc", "fund", "firm's"} and "venture" in before)


def _obtain(scene: Scene) -> Told | None:
    after = scene.slots.after
    if not scene.near(7):
        return None
    lows = {word.low for word in after}
    amount = scene.has("amount")
    company = scene.first("subject")
    if lows & {"ipo", "listing"}:
        return None
    if lows & {"deal", "contract", "acquisition", "merger", "takeover"} and not lows & _ROUND:
        return None
    if lows & {"commitment"} or lows & {"investment", "investments", "stake"} and not lows & _ROUND:
        return None
    if _is_fund(scene, company, lows):
        return Told("fund", company, (), 7)
    if amount or lows & (_ROUND - {"investors", "capital"}):
        return Told("funding", company, _investors(scene), 7)
    if scene.has("valuation"):
        kind = "funding" if "funding" in scene.topics else "valuation"
        return Told(kind, company, _investors(scene), 6)
    return None


def _invest(scene: Scene) -> Told | None:
    target = next(
        (scene.first(slot) for slot in ("in", "into", "on", "behind", "to") if scene.first(slot)), ""
    )
    who = scene.slots.subject
    money = scene.has("amount")
    after = {word.low for word in scene.slots.after}
    if not money and not (target and who and scene.match.start and not parties.is_place(target)):
        return None
    if target and not parties.is_place(target):
        if after & {"round", "financing", "raise"} and money:
            return Told("funding", target, who, 8)
        if not who:
            return Told("funding", target, (), 6) if money else None
        return Told("investment", target, who, 8.5 if money else 5)
    if money and who:
        return Told("spending", who[0], (), 6)
    return None


def _back(scene: Scene) -> Told | None:
    who, company = scene.slots.subject, scene.first("object") or scene.first("in") or scene.first("for")
    round_told = {word.low for word in scene.slots.after} & _ROUND_WORDS
    money = scene.has("amount") or scene.has("valuation")
    if not who or parties.is_place(company):
        return None
    if round_told and (money or company):
        return Told("funding", company, who, 7.5 if money else 5)
    if scene.verb in _LEADING and not money or not (company or scene.slots.anyone):
        return None
    return Told("investment", company, who, 6 if company else 5)


_LEADING = frozenset("lead leads led leading co-lead co-leads co-led join joins joined fuels fund funds".split())
_ROUND_WORDS = (_ROUND | {f"series-{letter}" for letter in "abcdefghk"}) - {
    "equity",
    "debt",
    "capital",
    "raising",
    "investors",
}


def _buy(scene: Scene) -> Told | None:
    who, company = scene.slots.subject, scene.first("object")
    after = [word.low for word in scene.slots.after[:9]]
    if _is_share(after):
        target = scene.first("in") or company or scene.first("of")
        kind = "acquisition" if _is_majority(scene) else "investment"
        return Told(kind, target, who, 8.5) if target and who else None
    if not who and not (company and scene.sums):
        return None
    if not company and not scene.slots.anyone:
        return None
    return Told("acquisition", company, tuple(name for name in who if name != company), 9 if scene.sums else 7)


def _is_share(after: Sequence[str]) -> bool:
    """Whether stock is bought and not the company; "in a stock deal" says only how it is paid."""
    return any(
        word in _STAKE and not (place + 1 < len(after) and after[place + 1] in {"deal", "purchase", "swap"})
        for place, word in enumerate(after)
    )


def _is_majority(scene: Scene) -> bool:
    return bool(scene.lows & {"majority", "controlling"}) or (scene.share or 0.0) > _HALF


_HALF = 50.0


def _merge(scene: Scene) -> Told | None:
    who = scene.slots.subject
    other = scene.first("with") or scene.first("object")
    if other and who:
        return Told("acquisition", other, who[:1], 7)
    if len(who) > 1:
        return Told("acquisition", who[1], who[:1], 7)
    return None


def _bought(scene: Scene) -> Told | None:
    company = scene.first("subject")
    buyers = scene.slots.object or scene.named("by") or scene.named("to")
    return Told("acquisition", company, buyers, 9) if company else None


def _sell(scene: Scene) -> Told | None:
    who = scene.first("subject")
    after = {word.low for word in scene.slots.after[:9]}
    if after & _STAKE:
        kept = [place for place, word in enumerate(scene.slots.after) if word.low in _STAKE]
        sold = [word for word in scene.slots.after[: kept[0]] if word.kind == "word"]
        held = parties.beside(sold, False)
        if after & {"employees", "employee", "existing"} or "employees" in {
            w.low for w in scene.slots.before
        }:
            return Told("tender", who, (), 7)
        target = held[0] if held else scene.first("in")
        return Told("tender", target, scene.slots.subject, 8.6) if target and who else None
    buyers = scene.named("to")
    if buyers and scene.first("object"):
        return Told("acquisition", scene.first("object"), buyers, 7)
    return None


def _value(scene: Scene) -> Told | None:
    if not scene.has("valuation"):
        return None
    kind = "funding" if "funding" in scene.topics else "valuation"
    return Told(kind, scene.first("subject") or scene.first("object"), (), 5)


def _hit(scene: Scene) -> Told | None:
    if not scene.has("valuation"):
        return None
    if not any(each.role == "valuation" and each.place >= scene.match.end for each in scene.sums):
        return None
    kind = "funding" if "funding" in scene.topics else "valuation"
    return Told(kind, scene.first("subject"), (), 5.5)


def _list(scene: Scene) -> Told | None:
    company = scene.first("subject")
    return Told("ipo", company, (), 6) if company else None


def _spend(scene: Scene) -> Told | None:
    who = scene.first("subject")
    return Told("spending", who, (), 3.5) if who and scene.has("amount") else None


def _supply(scene: Scene) -> Told | None:
    if not scene.sums:
        return None
    return Told("contract", scene.first("subject"), scene.slots.object or scene.named("to"), 7)


def _pay(scene: Scene) -> Told | None:
    who, seller = scene.slots.subject, scene.first("object")
    if scene.verb.startswith("pa") and not seller and who and scene.first("for") and scene.has("amount"):
        return Told("acquisition", scene.first("for"), who, 7.5)
    if not seller:
        seller = scene.first("with")
    return Told("contract", seller, who, 7.2) if who and seller and scene.has("amount") else None


def _funding(scene: Scene) -> Told | None:
    before = {word.low for word in scene.slots.before}
    company = scene.first("subject") or scene.first("object") or scene.first("for") or scene.first("in")
    investors = _investors(scene) or scene.named("with")
    if not company or not (scene.sums or before & frames_light()):
        return None
    return Told("funding", company, investors, 5.2 if scene.sums else 4.5)


def frames_light() -> frozenset[str]:
    """Light verbs that make a noun alone a deal."""
    return _OBTAINING


def _investment(scene: Scene) -> Told | None:
    before = [word.low for word in scene.slots.before]
    who = scene.slots.subject
    target = scene.first("in") or scene.first("into") or scene.first("to") or scene.first("on") or scene.first("object")
    target = target or _lab(scene)
    if not who and not target:
        return None
    obtaining = (
        (set(before) & _OBTAINING and scene.named("from")) or set(before[-6:]) & (_OBTAINING - {"announces"})
    )
    if obtaining and scene.has("amount") and not scene.first("in"):
        givers = scene.named("from")
        kind = "investment" if len(givers) == 1 and before.count("a") else "funding"
        return Told(kind, who[0], givers, 7.2) if who else None
    if (target and parties.is_place(target)) or not target:
        return Told("spending", who[0], (), 6) if who and scene.has("amount") else None
    if not who or target in who:
        return None
    weight = 7.5 if scene.has("amount") or scene.has("valuation") else 4.5
    return Told("investment", target, who, weight)


def _lab(scene: Scene) -> str:
    """A maker of models that the clause names beside somebody's investment."""
    for word in (*scene.slots.before, *scene.slots.after):
        if _CHAIN.get(names.key(word.text)) == _LABS and word.text not in scene.slots.subject:
            return word.text
    return ""


def _pair(scene: Scene) -> tuple[tuple[str, ...], str]:
    """The two of "the HPE-Juniper merger"."""
    one, _, other = scene.first("object").partition("-")
    return ((one,), other) if other[:1].isupper() and not scene.slots.subject else (scene.slots.subject, "")


def _acquisition(scene: Scene) -> Told | None:
    who, company = _pair(scene)
    company = company or (
        scene.first("of") or scene.first("object") or scene.first("for") or scene.first("with")
    )
    if not company or parties.is_place(company):
        return None
    return Told(
        "acquisition", company, tuple(name for name in who if name != company), 7 if scene.sums else 5
    )


def _deal(scene: Scene) -> Told | None:
    if not scene.has("amount"):
        return None
    lows = scene.lows
    who, target = _pair(scene)
    target = target or scene.first("with") or scene.first("for") or scene.first("object") or scene.first("of")
    both = scene.named("between")
    if len(both) > 1:
        who, target = both[:1], both[1]
    if not target and len(who) > 1:
        who, target = who[:1], who[1]
    if not target and not who:
        return None
    if (
        lows
        & {"chip", "chips", "cloud", "computing", "compute", "supply", "data", "training", "contract", "ai"}
        and target
    ):
        return _contract(who, target, 6.5)
    if target and who and _invests(who[0], target):
        return Told("investment", target, who, 6.5)
    if target and who and _invests(target, who[0]):
        return Told("investment", who[0], (target,), 6.5)
    if target and names.key(target) not in _CHAIN and "with" not in scene.slots.behind:
        return Told("acquisition", target, tuple(name for name in who if name != target), 6)
    return _contract(who, target, 6.2)


def _invests(giver: str, taker: str) -> bool:
    """Whether a bare "deal" of the two is taken for money: a maker of models, and one who is none."""
    place = _CHAIN.get(names.key(giver), _LAST)
    return _CHAIN.get(names.key(taker)) == _LABS and place != _LABS and place != _CLOUDS


_CLOUDS = 2  # who sells only computing


def _contract(who: tuple[str, ...], target: str, weight: float) -> Told:
    """Who sells is the company: by its place in the chain of supply, else the one the deal is with."""
    if who and target and _CHAIN.get(names.key(who[0]), _LAST) < _CHAIN.get(names.key(target), _LAST):
        return Told("contract", who[0], (target,), weight)
    return Told("contract", target, who, weight)


def _ipo(scene: Scene) -> Told | None:
    company = scene.first("subject") or scene.first("object") or scene.first("of") or scene.first("for")
    if not company or (scene.match.frame.name == "ipo" and "ipos" in scene.lows and not scene.sums):
        return None
    return Told("ipo", company, (), 6)


def _tender(scene: Scene) -> Told | None:
    company = scene.first("subject") or scene.first("for")
    if scene.lows & {"leads", "led", "lead"} and scene.first("for"):
        return Told("tender", scene.first("for"), scene.slots.subject, 7.6)
    return Told("tender", company, (), 7.6) if company else None


def _fund(scene: Scene) -> Told | None:
    who = scene.first("subject")
    if not who or not scene.has("amount"):
        return None
    return Told("fund", who, _investors(scene), 6.5)


def _valuation(scene: Scene) -> Told | None:
    if not scene.has("valuation"):
        return None
    kind = "funding" if "funding" in scene.topics else "valuation"
    return Told(kind, scene.first("subject"), (), 4)


def _outlay(scene: Scene) -> Told | None:
    who = scene.first("subject")
    return Told("spending", who, (), 4) if who and scene.has("amount") else None


_READERS: Mapping[str, Callable[[Scene], Told | None]] = {
    "raise": _raise,
    "obtain": _obtain,
    "invest": _invest,
    "back": _back,
    "buy": _buy,
    "merge": _merge,
    "bought": _bought,
    "sell": _sell,
    "value": _value,
    "hit": _hit,
    "list": _list,
    "spend": _spend,
    "supply": _supply,
    "pay": _pay,
    "funding": _funding,
    "investment": _investment,
    "acquisition": _acquisition,
    "deal": _deal,
    "ipo": _ipo,
    "tender": _tender,
    "fund": _fund,
    "valuation": _valuation,
    "outlay": _outlay,
}
