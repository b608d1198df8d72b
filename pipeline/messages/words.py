"""Facts of an alert -> sentences in one language. Pure."""

from pipeline.alert import places_up
from pipeline.messages.phrases import INCIDENTS, PHRASES, REASONS, SENTENCES, STATES, TITLES, TODO
from pipeline.model import Alert, Incident, OfficialTable, RankChange

_PRINTED = {"PAR_INDEX": "PAR INDEX", "ICT_INDEX": "ICT Index", "QD766": "QĐ 766"}
_BETWEEN_SOURCES = ("claim_contradicts_official", "contradiction")


def printed(subject: str) -> str:
    return _PRINTED.get(subject, subject)


def title(alert: Alert, languages: list[str]) -> str:
    """One line: what it is about, then what happened in each language."""
    if alert.incident:
        return incident_line(alert.incident, languages[0])
    change, form = alert.change, _form(alert)
    bare = {"rank": change.rank, "earlier": change.earlier_rank} if change else {}
    told = " / ".join(TITLES[each][form].format_map(_facts(alert, each) | bare) for each in languages)
    if change is None:
        lead = ""
    elif form in {"new_edition", "revision"}:
        lead = f"{change.entity_name} {change.earlier_rank} → {change.rank}, "
    else:
        lead = f"{change.entity_name}{':' if form == 'contradiction' else ''} "
    fact = change or _table(alert)
    return f"{printed(fact.subject)} {fact.period}: {lead}{told}"


def sentence(alert: Alert, language: str) -> str:
    if alert.incident:
        return incident_line(alert.incident, language)
    return SENTENCES[language][_form(alert)].format_map(_facts(alert, language))


def reason(alert: Alert, language: str) -> str:
    return PHRASES[language]["reason"].format(reason=REASONS[language][_form(alert)], code=alert.reason)


def sources(change: RankChange, language: str) -> str:
    return PHRASES[language]["sources"].format(n=change.sources, portal=change.portal)


def earlier_quote(change: RankChange, language: str) -> str:
    key = {"contradiction": "other", "claim_contradicts_official": "official"}.get(change.reason, "earlier")
    return PHRASES[language][key].format(quote=change.earlier_quote)


def move(change: RankChange, language: str) -> str:
    """The move in words: rank 1 is best, so a smaller number is up."""
    n = places_up(change)
    words = ("better", "worse") if change.reason in _BETWEEN_SOURCES else ("up", "down")
    key = words[0] if n > 0 else words[1] if n < 0 else "same"
    return PHRASES[language][key].format(n=abs(n))


def row(change: RankChange, languages: list[str]) -> str:
    """One line of a digest."""
    moves = " / ".join(move(change, each) for each in languages)
    return f"{change.entity_name}: {change.earlier_rank} → {ranked(change.rank, change.rank_of)}, {moves}"


def ranked(rank: int, rank_of: int | None) -> str:
    return f"{rank}/{rank_of}" if rank_of else str(rank)


def period(written: str, language: str) -> str:
    """A period in words: "2024" stays, "2024-03" is tháng 3/2024."""
    year, *rest = written.split("-")
    if not rest or language != "vi":
        return written
    if rest[0].endswith("M"):
        return f"{rest[0].removesuffix('M')} tháng đầu năm {year}"
    if rest[0].startswith("Q"):
        return f"quý {rest[0].removeprefix('Q')}/{year}"
    day = "/".join(part.lstrip("0") for part in reversed(rest))
    return f"{'ngày' if len(rest) > 1 else 'tháng'} {day}/{year}"


def _when(written: str, language: str) -> str:
    """A period within a sentence: "so với năm 2023"."""
    is_year = written.isdigit() and language == "vi"
    return f"năm {written}" if is_year else period(written, language)


def incident_line(incident: Incident, language: str) -> str:
    told = incident.what
    if language == "vi":
        state, colon, detail = told.partition(": ")
        told = f"{STATES.get(state, state)}{colon}{detail}"
    return INCIDENTS[language][incident.kind].format(where=incident.where, told=told)


def todo(incident: Incident, language: str) -> str:
    state = incident.what.partition(": ")[0]
    what = TODO.get(state, TODO.get(incident.kind, incident.todo)) if language == "vi" else incident.todo
    return PHRASES[language]["todo"].format(owner=incident.owner, todo=what)


def _form(alert: Alert) -> str:
    return "back" if alert.change and alert.change.is_back else alert.reason


def _facts(alert: Alert, language: str) -> dict[str, object]:
    if alert.change is None:
        table = _table(alert)
        return {"what": printed(table.subject), "period": period(table.period, language), "rank_of": table.rank_of}
    change = alert.change
    return {
        "who": change.entity_name,
        "what": printed(change.subject),
        "portal": change.portal,
        "period": period(change.period, language),
        "earlier_period": _when(change.earlier_period, language),
        "move": move(change, language),
        "better": move(change, language),
        "rank": ranked(change.rank, change.rank_of),
        "earlier": ranked(change.earlier_rank, change.earlier_rank_of),
    }


def _table(alert: Alert) -> OfficialTable:
    assert alert.table is not None  # an alert holds one of the three
    return alert.table
