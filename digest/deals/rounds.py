"""What the verbs of rounds and valuations tell: raise, obtain, announce, value, reach, list, spend."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from digest import bundled
from digest.deals import names, slots, wordlists
from digest.deals.scene import CAPITAL, ROUND, Scene, Told, is_barred, is_investor

_LISTING = frozenset(["ipo", "listing"])


_NOUNS = wordlists.named("nouns of deals")


def raises(scene: Scene) -> Told | None:  # noqa: PLR0911 - a list of cases, the first that fits
    """Read "X raises $30M from Y", "X is raising a fund"."""
    after = scene.after()
    if _is_nobody(scene):
        return None
    if scene.verb == "raised" and scene.slots.before and scene.slots.before[-1].kind == "sum":
        return Told("funding", scene.first("subject"), scene.investors(), 8)
    if not scene.sum_behind("amount", 9) and not scene.sum_behind("valuation", 9) and not after & CAPITAL:
        return None
    if (scene.before() | scene.after(3)) & _OWN_FIGURES:
        return None  # "guidance raised to $9bn", "raises its forecast to $9bn"
    company = "" if _is_their_firm(scene) else scene.first("subject")
    if after & {"tender", "secondary"} and company:
        return Told("tender", company, scene.investors(), 8)
    if after & _LISTING or scene.before() & _LISTING:
        return Told("ipo", company, (), 8)
    if _is_fund(scene, company):
        return Told("fund", company, scene.investors(), 8)
    company = company or scene.first("for")
    if not company and not scene.sums:
        return None
    return Told("funding", company, (*_helpers(scene), *scene.investors()), 8)


_OWN_FIGURES = frozenset(["guidance", "forecast", "outlook", "dividend", "prices", "target"])


def _is_nobody(scene: Scene) -> bool:
    """Whether companies in general raise, "the startups that raised"."""
    before = scene.before()
    return bool(before & _MANY) and not scene.first("subject")


_MANY = wordlists.named("many")


def _is_their_firm(scene: Scene) -> bool:
    """Whether people raise "for their new startup", which has a name elsewhere or none."""
    after = [word.low for word in scene.slots.after]
    return any(
        word in {"his", "her", "their"}
        and set(after[place + 1 : place + 7]) & {"startup", "venture", "company"}
        for place, word in enumerate(after)
    )


def _helpers(scene: Scene) -> tuple[str, ...]:
    """Those who help a company raise."""
    before = scene.slots.before
    place = next((place for place, word in enumerate(before) if word.low in {"help", "helps"}), 0)
    found = slots.actor(before[:place], titled=False) if place else ()
    return found if len(found) > 1 or (found and is_investor(found[0])) else ()


def _is_fund(scene: Scene, company: str) -> bool:
    """Whether an investor raises it for others."""
    after, before = scene.after(), scene.before()
    if after & {"series-a", "series-b", "series-c", "seed"} and "fund" not in after:
        return False
    own = [word.low for word in scene.slots.after]
    told = own[: next((place for place, low in enumerate(own) if low in {"from", "by", ","}), len(own))]
    if {"fund", "megafund", "vehicle", "spv"} & set(told) and not _is_to_fund(told):
        return True
    return is_investor(company) or "vc" in before or {"venture", "firm"} <= before or "fund" in before


def _is_to_fund(told: list[str]) -> bool:
    """Whether "to fund" is a verb that says what the money is for."""
    return "fund" in told and told[told.index("fund") - 1] == "to"


def obtains(scene: Scene) -> Told | None:  # noqa: PLR0911 - a list of cases, the first that fits
    """Read "X lands $30M", "X nabs a $1B valuation": what is obtained decides."""
    if scene.verb in {"bank", "banks"} and not scene.sum_behind("amount", 2):
        return None
    if _is_from_sales(scene):
        return None
    near = scene.obtained()
    if _is_nobody(scene):
        return None
    money = scene.amount_obtained()
    if near & (_NOUNS | _LISTING) and not near & (ROUND | _LENT):
        return None
    if near & {"investment", "investments", "stake", "commitment"} and not near & (ROUND - {"funding"}):
        return None
    company = scene.first("subject")
    if money and near & {"deals", "orders", "contracts"} and company:
        return Told("contract", company, (), 7)
    if (money or near & {"fund"}) and _is_fund(scene, company):
        return Told("fund", company, (), 7)
    if money or near & ROUND:
        return Told("funding", company, scene.investors(), 7)
    return _reached(scene, company, 6) if scene.sum_behind("valuation", 8) else None


_LENT = frozenset(["credit", "loan"])  # "a credit agreement" is money


def _is_from_sales(scene: Scene) -> bool:
    """Whether what is got comes "from chip sales"."""
    lows = [word.low for word in scene.slots.after]
    behind = lows[lows.index("from") :][:6] if "from" in lows else []
    return bool(set(behind) & _SALES)


_SALES = wordlists.named("sales") - {"value", "bitcoin"}


def announces(scene: Scene) -> Told | None:
    """Read "X announces a $30M Series A": verbs that tell of much else count with a word of a round only."""
    if scene.slots.after and scene.slots.after[0].low in {"it", "that"}:
        return None  # "confirms it closed a $9M round"
    if scene.verb == "has" and not scene.sum_behind("amount", 1):
        return None  # "has closed a $9M round" is told by the other verb
    if scene.verb in _SEEKING and scene.sum_behind("amount", 1) and scene.after() & _LISTING:
        company = scene.first("subject")
        return Told("ipo", company, (), 7) if company and not is_barred(company) else None
    if _is_sought(scene):
        return Told("funding", scene.first("subject"), (), 5.6)
    if not scene.after(9) & (ROUND | {"fund", "debt", "loan", "cash", "capital", "valuation"}):
        return None
    return obtains(scene)


def _is_sought(scene: Scene) -> bool:
    """Whether "is seeking $40M", "wants $40M for its next model" says all of it: no damages, no sales."""
    company, after = scene.first("subject"), scene.slots.after
    if scene.verb not in _SEEKING or not company or is_barred(company) or not names.is_proper(company):
        return False
    behind = after[1].low if len(after) > 1 else "."
    return scene.sum_behind("amount", 1) and behind in _BEHIND_SOUGHT and len(scene.slots.subject) == 1


_SEEKING = frozenset(["seek", "seeks", "seeking", "sought", "wants", "wanted"])
_BEHIND_SOUGHT = frozenset([".", ",", "for", "to", "more"])


def _reached(scene: Scene, company: str, weight: float) -> Told:
    """A valuation, which a round, a deal or a sum "at a $1B valuation" makes one of funding."""
    money = scene.topics & {"funding", "deal", "investment"} or is_paired(scene)
    return Told("funding" if money else "valuation", company, scene.investors() if money else (), weight)


def is_paired(scene: Scene) -> bool:
    """Whether an amount stands right beside the valuation: "$80M at a $1B valuation"."""
    places = {
        role: [each.place for each in scene.sums if each.role == role] for role in ("amount", "valuation")
    }
    return any(0 < two - one <= _PAIRED for one in places["amount"] for two in places["valuation"])


_PAIRED = 4  # words from one sum to the other


def values(scene: Scene) -> Told | None:
    """Read "X valued at $1B", "a deal values X at $1B"."""
    if not scene.has("valuation") or _is_of_goods(scene) or _is_of_people(scene):
        return None
    return _reached(scene, scene.first("subject", "object"), 5)


def _is_of_goods(scene: Scene) -> bool:
    """Whether goods have that value: "chips worth $1B"."""
    return scene.verb == "worth" and bool(scene.slots.before) and scene.slots.before[-1].low in _PRODUCTS


_PRODUCTS = bundled.lines("company_products.txt")


def _is_of_people(scene: Scene) -> bool:
    """Whether people have that much or are paid it: "a pay package worth $1B", "founders worth $1B"."""
    if scene.verb != "worth":
        return False
    lows = [word.low for word in scene.slots.before]
    if set(lows[-3:]) & _PAY:
        return True
    if {"by", "from"} & set(lows):
        return False  # a startup "founded by former researchers"
    relative = next((place for place, low in enumerate(lows) if low in {"who", "whose"}), 0)
    near = scene.slots.before[relative - 1 : relative] if relative else scene.slots.before[-3:]
    return any(word.low in _RICH and not word.possessive for word in near)


_PAY = wordlists.named("pay")
_RICH = wordlists.named("rich")


def reaches(scene: Scene) -> Told | None:
    """Read "X hits a $1B valuation"."""
    return _reached(scene, scene.first("subject"), 5.5) if scene.sum_behind("valuation") else None


def lists(scene: Scene) -> Told | None:
    """Read "X goes public"."""
    company = scene.first("subject")
    if scene.before() & _NOT:
        return None
    if scene.verb == "to" and scene.slots.after and scene.slots.after[0].low not in _HOW_LISTED:
        return None  # "to list training data"
    return Told("ipo", company, (), 6) if company and names.is_proper(company) else None


_NOT = frozenset(["isn't", "not", "won't", "never", "no", "doesn't"])
_HOW_LISTED = frozenset(
    ["in", "on", "at", "shares", "itself", "publicly", "its", "by", "as", ",", ";", "this", "next"]
)


def spends(scene: Scene) -> Told | None:
    """Read "X to spend $1B"."""
    who = scene.slots.subject
    if scene.after(4) & {"startup", "company", "unicorn", "colossus"}:
        return None  # "builds a $1B startup"
    if scene.before() & _LESS:
        return None  # "plans to cut spending by $9M"
    if scene.verb == "spent" and not scene.after() & _BUILT:
        return None  # "spent $5M on ads": no outlay that lasts
    return (
        Told("spending", who[0], who[1:], 3.5)
        if who and not is_barred(who[0]) and scene.sum_behind("amount", 5)
        else None
    )


_LESS = frozenset(["cut", "cuts", "slash", "slashes", "reduce", "reduces", "trim", "trims", "curb", "curbs"])
_BUILT = wordlists.named("built")


READERS: Mapping[str, Callable[[Scene], Told | None]] = {
    "raise": raises,
    "obtain": obtains,
    "announce": announces,
    "value": values,
    "hit": reaches,
    "list": lists,
    "spend": spends,
}
"""What reads the verbs of each such row of `deal_frames.txt`."""
