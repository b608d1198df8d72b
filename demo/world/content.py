"""Files under articles/ and sites/ -> the pieces and sites of the demo world; reads its own package only."""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body: a paragraph, a subheading, a caption, or a table (rows of cells)."""

    kind: str  # p, h, caption, table
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One article of one site as one edition prints it. `number` is its address; editions share it."""

    site: str
    number: int
    slug: str
    title: str
    published: date
    edition: int
    blocks: tuple[Block, ...]
    author: str | None = None
    doubled: bool = False  # the page prints the body twice, the second time under `lead`
    lead: str | None = None
    source: str | None = None  # "Nguồn: …" of a copied piece


@dataclass(frozen=True, slots=True)
class Site:
    """One portal of the demo world: how it looks, what it offers to find its pages, and its pieces."""

    name: str
    title: str
    design: str
    article_url: str  # a path with {number}, {slug}, {year}
    listing_url: str
    portal: dict[str, Any]  # the portal file to write; `{home}` stands for the address
    feed_url: str | None = None
    sitemap_url: str | None = None
    etag: bool = False
    last_modified: bool = False
    encoding: str = "utf-8"
    decomposed: bool = False  # prints NFD, as some old editors do
    pieces: tuple[Piece, ...] = field(default=())

    def held(self, edition: int) -> list[Piece]:
        """What the site shows in that edition, newest first; a later edition of a piece replaces the earlier."""
        shown: dict[int, Piece] = {}
        for piece in sorted(self.pieces, key=lambda piece: piece.edition):
            if piece.edition <= edition:
                shown[piece.number] = piece
        return sorted(shown.values(), key=lambda piece: (piece.published, piece.number), reverse=True)

    def address(self, piece: Piece) -> str:
        return self.article_url.format(number=piece.number, slug=piece.slug, year=piece.published.year)


def load_sites(folder: Path = HERE) -> list[Site]:
    """All sites in the order of their names; a copied piece takes its blocks from the piece it names."""
    pieces = {path.relative_to(folder / "articles").with_suffix("").as_posix(): path for path in _texts(folder)}
    read = {key: _piece(key, path) for key, path in pieces.items()}
    whole = {key: _with_copy(piece, copied, read) for key, (piece, copied) in read.items()}
    return [_site(path, whole) for path in sorted((folder / "sites").glob("*.toml"))]


def _texts(folder: Path) -> list[Path]:
    return sorted((folder / "articles").glob("*/*.md"))


def _site(path: Path, pieces: dict[str, Piece]) -> Site:
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    own = tuple(piece for piece in pieces.values() if piece.site == path.stem)
    return Site(name=path.stem, portal=facts.pop("portal"), pieces=own, **facts)


def _piece(key: str, path: Path) -> tuple[Piece, str | None]:
    """The piece and, for a copy, the key of the piece whose body it repeats."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    facts = tomllib.loads(head)
    copied = facts.pop("copy_of", None)
    site, _, name = key.partition("/")
    slug = facts.pop("slug", name.partition("_")[2].removesuffix("@2"))
    return Piece(site=site, slug=slug, blocks=_blocks(body), edition=facts.pop("edition", 1), **facts), copied


def _with_copy(piece: Piece, copied: str | None, read: dict[str, tuple[Piece, str | None]]) -> Piece:
    if copied is None:
        return piece
    return replace(piece, blocks=piece.blocks + read[copied][0].blocks)


def _blocks(body: str) -> tuple[Block, ...]:
    return tuple(_block(part.strip()) for part in body.split("\n\n") if part.strip())


def _block(text: str) -> Block:
    if text.startswith("|"):
        lines = [line.strip().strip("|").split("|") for line in text.splitlines() if not line.startswith("|-")]
        return Block("table", rows=tuple(tuple(cell.strip() for cell in line) for line in lines))
    if text.startswith("## "):
        return Block("h", text.removeprefix("## "))
    if text.startswith("> "):
        return Block("caption", text.removeprefix("> "))
    return Block("p", " ".join(text.split()))
