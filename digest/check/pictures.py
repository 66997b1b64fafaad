"""The pictures that an editor added: said in words that say something, whole, in shape, and not heavy.

What holds for any image of an output is in `images`; here stands what only the record of the edition tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from digest.check.document import Document
from digest.check.family import Family, Fault
from digest.check.galley import Galley
from digest.check.spot import Spot
from digest.model import Picture, path_within

PICTURE = Family("picture")

HEAVY_BYTES = 1_000_000
ALL_BYTES = 2_000_000
"""Of all pictures in one mail; on a telephone's connection that is several seconds."""

_WORDLESS = frozenset(
    {
        "alt",
        "bild",
        "chart",
        "diagram",
        "figure",
        "foto",
        "gif",
        "grafik",
        "graph",
        "graphic",
        "graphique",
        "gráfico",
        "icon",
        "illustration",
        "image",
        "imagem",
        "imagen",
        "img",
        "jpeg",
        "jpg",
        "logo",
        "photo",
        "photograph",
        "picture",
        "pic",
        "placeholder",
        "plot",
        "png",
        "screenshot",
        "صورة",
        "untitled",
    }
)
_WORD = re.compile(r"[^\W\d_]+")
_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif)", re.IGNORECASE)
_TURNED = 0.02  # of the shape; rounding to whole px changes less
_HOSTED = "host"


@PICTURE.rule(
    "words", "a picture is said in words that say nothing", why="WCAG 1.1.1; most read it before the picture"
)
def words(galley: Galley) -> Iterator[Fault]:
    """It is more than the kind of picture and the file's name (`image-alt` has that with its ending)."""
    document = galley.mail or galley.page
    if document is None:
        return
    for node, path in _shown(document):
        alt = node.attributes.get("alt") or ""
        is_name = alt.casefold() == path.rpartition("/")[2].rpartition(".")[0].casefold()
        says_nothing = {word.lower() for word in _WORD.findall(alt)} <= _WORDLESS
        if is_name or (says_nothing and not _FILE.fullmatch(alt)):
            reason = f"“{alt[:80]}” does not say what it shows"
            remedy = "write between the brackets what a reader would see: “Rents rise in every quarter”"
            yield Fault(document.spot(node, alt), reason, remedy)


@PICTURE.rule("place", "a picture of the draft is not on the page", purposes={"publish"})
def place(galley: Galley) -> Iterator[Fault]:
    """Each picture of the record stands there; what is cut out of a mail, the words of its parts tell."""
    if galley.page is None:
        return
    found = {path for _, path in _shown(galley.page)}
    for picture in galley.edition.pictures:
        if picture.path not in found and not _is_replaced(picture, galley):
            remedy = "let your own template print the text with the filter prose"
            yield Fault(galley.page.whole(picture.path), f"it does not show {picture.path}", remedy)


@PICTURE.rule(
    "shape", "a picture is shown out of shape", why="Outlook for Windows takes both sides as they are written"
)
def shape(galley: Galley) -> Iterator[Fault]:
    """Width and height keep the proportion of the file, and do not blow it up."""
    known = {picture.path: picture for picture in galley.edition.pictures}
    for document in filter(None, (galley.mail, galley.page)):
        for node, path in _shown(document):
            width, height = (_px(node.attributes.get(name)) for name in ("width", "height"))
            picture = known.get(path)
            if picture is None:
                yield Fault(document.spot(node, path), "the edition has no such picture", "render it again")
            elif width and height and not _is_in_shape(picture, width, height):
                reason = f"it is {picture.width} × {picture.height} px, and shown as {width} × {height}"
                yield Fault(document.spot(node, path), reason, "leave the size to the program")


@PICTURE.rule("file", "the file of a picture is not what it was")
def file(galley: Galley) -> Iterator[Fault]:
    """What lies beside the draft is still what was measured when the edition was rendered."""
    for path, problem in galley.altered.items():
        remedy = "put it back beside the draft, or render the edition again"
        yield Fault(Spot("draft.md", f"![…]({path})", path), f"{path} {problem}", remedy)


@PICTURE.rule(
    "weight",
    "pictures are heavy",
    why="a mail of megabytes waits, and some servers refuse it",
    purposes={"send"},
)
def weight(galley: Galley) -> Iterator[Fault]:
    """No picture over 1 MB; in a mail not over 2 MB together."""
    remedy = "save them smaller: 1,144 px wide is plenty"
    for picture in galley.edition.pictures:
        if picture.size > HEAVY_BYTES:
            spot = Spot("draft.md", f"![…]({picture.path})", picture.path)
            yield Fault(spot, f"{picture.path} has {picture.size / 1e6:.1f} MB", remedy, "warning")
    total = sum({picture.digest: picture.size for picture in galley.edition.pictures}.values())
    if total > ALL_BYTES and galley.stationery.images != _HOSTED:
        reason = f"the pictures in the mail have {total / 1e6:.1f} MB together"
        yield Fault(Spot("email.eml"), reason, f'{remedy}, or set images = "host" in [mail]', "warning")


def _shown(document: Document) -> Iterator[tuple[LexborNode, str]]:
    """The pictures of the draft in an output, each with the path of its file."""
    for node in document.elements:
        if node.tag == "img" and "picture" in (node.attributes.get("class") or "").split():
            yield node, path_within(node.attributes.get("src") or "")


def _is_replaced(picture: Picture, galley: Galley) -> bool:
    """Whether it stands in a text that could not be rendered, which is told elsewhere."""
    texts = {"intro": galley.edition.intro}
    texts |= {section.id: section.intro for section in galley.edition.sections}
    texts |= {piece.id: piece.blurb for piece in galley.edition.pieces}
    lost = "\n".join(texts.get(identity, "") for identity in galley.replaced)
    return picture.address in lost or picture.path in lost


def _is_in_shape(picture: Picture, width: int, height: int) -> bool:
    exact = picture.height * width / picture.width
    return width <= picture.width and abs(height - exact) <= max(1, _TURNED * exact)


def _px(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else 0
