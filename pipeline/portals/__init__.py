"""Portal files -> portals: one TOML file each, checked on load. Reads the folder of files and nothing else."""

import difflib
import re
import ssl
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import PortalFileError
from pipeline.model import Layout, Portal
from pipeline.normalise import fold
from pipeline.portals.entry import LayoutEntry, PortalEntry, read_entry
from pipeline.portals.selectors import has_comma
from pipeline.reference import COUNTRY, COUNTRY_NAME, load_reference

FOLDER = Path(__file__).parent
LONGEST_DELAY = 600


def load_portals(folder: Path | None = None) -> dict[str, Portal]:
    """Every portal of a folder by name; the portals that come with parwatch if none is given.

    One file that cannot be read stops it: for a person at the command line, and for what must not miss a portal.
    """
    return {path.stem: load_portal(path) for path in _files(folder)}


def read_portals(folder: Path | None = None) -> tuple[dict[str, Portal], dict[str, PortalFileError]]:
    """Every portal that can be read, and what is wrong with the files of the others: for rounds, which go on."""
    sound: dict[str, Portal] = {}
    broken: dict[str, PortalFileError] = {}
    for path in _files(folder):
        try:
            sound[path.stem] = load_portal(path)
        except PortalFileError as error:
            broken[path.stem] = error
    return sound, broken


def _files(folder: Path | None) -> list[Path]:
    folder = folder or FOLDER
    if not folder.is_dir():
        raise PortalFileError(f"{folder}: no such folder; name one that holds portal files (<name>.toml)")
    return sorted(folder.glob("*.toml"))


def load_portal(path: Path) -> Portal:
    try:
        entry = read_entry(path.read_text(encoding="utf-8"))
        _check(path, entry)
        entity = _entity(entry)
    except OSError as error:
        raise PortalFileError(f"{path}: cannot be read ({error.strerror}); mend its permissions") from error
    except UnicodeDecodeError as error:
        raise PortalFileError(
            f"{path}: is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from error
    except PortalFileError as error:
        raise PortalFileError(f"{path}: {error}") from error
    return Portal(
        name=entry.name,
        entity=entity,
        home=entry.home,
        owner=entry.owner,
        authority=entry.authority,
        feeds=entry.feeds,
        sitemaps=entry.sitemaps,
        listings=entry.listings,
        article_links=entry.article_links,
        article_path=entry.article_path,
        layouts=tuple(sorted((_layout(one) for one in entry.layouts), key=lambda one: one.since)),
        hosts=entry.hosts,
        delay_seconds=entry.delay_seconds,
        look_seconds=entry.look_seconds,
        articles_per_week=entry.articles_per_week,
        encoding=entry.encoding,
        extra_ca=str(path.parent / entry.extra_ca) if entry.extra_ca else None,
        valid_to=entry.valid_to,
        watched=entry.watched,
        attested=entry.attested,
    )


def owns(portal: Portal, url: str) -> bool:
    """Whether an address is the portal's: on its home's host or an alias, or one below them, with or without www."""
    host, port = _place(url)
    homes = [_place(portal.home), *(_place(f"//{name}") for name in portal.hosts)]
    return any(port == own_port and (host == own or host.endswith("." + own)) for own, own_port in homes if own)


def owner_of(portals: Mapping[str, Portal], url: str) -> Portal | None:
    """Whose address it is: a portal that is still watched, where several have the host."""
    owners = [portal for portal in portals.values() if owns(portal, url)]
    return max(owners, key=lambda portal: portal.watched) if owners else None


def declared(portal: Portal) -> tuple[tuple[str, str], ...]:
    """The sources that its file names, each with its kind: feeds, then sitemaps, then listings."""
    kinds = ((portal.feeds, "feed"), (portal.sitemaps, "sitemap"), (portal.listings, "listing"))
    return tuple((url, kind) for urls, kind in kinds for url in urls)


def sources(portal: Portal) -> tuple[tuple[str, str], ...]:
    """The same, or the home page where none is named."""
    return declared(portal) or ((portal.home, "listing"),)


def _place(url: str) -> tuple[str, int | None]:
    """Host and port; the ports of the web are one, since a portal may move to https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", None
    return (parts.hostname or "").rstrip(".").removeprefix("www."), None if port in {80, 443} else port


def _layout(entry: LayoutEntry) -> Layout:
    return Layout(entry.since, entry.body, entry.title, entry.published, entry.author, entry.drop)


def _check(path: Path, entry: PortalEntry) -> None:
    if entry.name != path.stem:
        raise PortalFileError(f"name: {entry.name!r} is not the file's name; write {path.stem!r} or rename the file")
    _check_addresses(entry)
    for key, selector in _selectors(entry):
        if has_comma(selector):
            raise PortalFileError(f"{key}: {selector!r} lists alternatives, a node may come twice; write :is(a, b)")
    few, many = entry.articles_per_week or (0, 0)
    if not 0 <= few <= many:
        raise PortalFileError(f"articles_per_week: [{few}, {many}] is no range; write [fewest, most], as [3, 60]")
    if not 0 <= entry.delay_seconds <= LONGEST_DELAY:
        what = f"delay_seconds: {entry.delay_seconds} is not between 0 and {LONGEST_DELAY}"
        raise PortalFileError(f"{what}; write the seconds between two requests")
    least, most = entry.look_seconds or (0.0, 0.0)
    if not 0 <= least <= most:
        raise PortalFileError(f"look_seconds: [{least:g}, {most:g}] is no range; write [least, most], as [30, 1800]")
    if entry.extra_ca:
        _check_certificates(path.parent, entry.extra_ca)


def _check_certificates(folder: Path, name: str) -> None:
    if not (folder / name).is_file():
        raise PortalFileError(f"extra_ca: no file {name!r} beside it; put the certificates (PEM) there")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(folder / name)
    except OSError as error:
        what = f"extra_ca: {name!r} holds no certificates that can be read ({error.strerror or error})"
        raise PortalFileError(f"{what}; write them there in PEM") from error


def _check_addresses(entry: PortalEntry) -> None:
    for key, url in _addresses(entry):
        if not url.startswith(("http://", "https://")) or not _place(url)[0]:
            raise PortalFileError(f"{key}: {url!r} is no address; write https://…")
    try:
        re.compile(entry.article_path or "")
    except re.error as error:
        raise PortalFileError(f"article_path: no regular expression ({error}); mend it, or drop the key") from error


def _addresses(entry: PortalEntry) -> Iterator[tuple[str, str]]:
    yield "home", entry.home
    for key in ("feeds", "sitemaps", "listings"):
        for url in getattr(entry, key):
            yield key, url


def _selectors(entry: PortalEntry) -> Iterator[tuple[str, str]]:
    if entry.article_links:
        yield "article_links", entry.article_links
    for number, layout in enumerate(entry.layouts, start=1):
        for key in ("body", "title", "published", "author"):
            yield f"layouts[{number}].{key}", getattr(layout, key) or ""
        for selector in layout.drop:
            yield f"layouts[{number}].drop", selector


def _entity(entry: PortalEntry) -> str:
    if (entry.province is None) == (entry.entity is None):
        raise PortalFileError("province: name the province or the entity, and only one of them")
    if entry.entity is not None:
        if entry.entity not in {COUNTRY, *load_reference().provinces, *load_reference().ministries}:
            raise PortalFileError(f"entity: {entry.entity!r} is unknown; write an id of the reference files")
        return entry.entity
    return COUNTRY if entry.province == COUNTRY_NAME else _province(entry.province or "", entry.valid_to)


def _province(name: str, valid_to: date | None) -> str:
    reference = load_reference()
    province = reference.province(name, valid_to or date.max)
    if province:
        return province.id
    if reference.named(name):
        ended = reference.named(name)[-1].valid_to
        raise PortalFileError(f"province: {name!r} stood until {ended}; write valid_to = {ended} for its old portal")
    names = {fold(one.name): one.name for one in reference.provinces.values()}
    near = difflib.get_close_matches(fold(name), names, n=1, cutoff=0.6)
    advice = f"did you mean {names[near[0]]!r}?" if near else "write its name as in provinces.csv"
    raise PortalFileError(f"province: {name!r} is unknown; {advice}")
