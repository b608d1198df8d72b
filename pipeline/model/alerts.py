"""What is worth telling people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RankChange:
    """A difference of two comparable ranks that readers hold, worth telling.

    `reason` is new_edition, revision, claim_contradicts_official or contradiction; in the last two `rank` is the one
    that does not hold. `is_back`: the edition already had this rank before it was revised away from it.
    """

    subject: str
    entity: str
    entity_name: str
    period: str
    rank: int
    rank_of: int | None
    earlier_period: str
    earlier_rank: int
    earlier_rank_of: int | None
    reason: str
    quote: str
    url: str
    portal: str
    sources: int  # independent sources (groups) that state the new rank
    earlier_url: str | None = None
    earlier_quote: str | None = None
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """A complete official table of one edition that we now hold, and where it was read."""

    subject: str
    period: str
    rank_of: int
    url: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Something broken or mended that ops should know: a portal, a check, a channel.

    `kind` is portal_broken, portal_recovered, check_red, disk_full, delivery_failing, channel_dead, task_failed,
    round_late or works_again; `where` names the portal, check, folder, channel, task or DAG.
    """

    kind: str
    where: str
    owner: str
    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing worth telling, once. `key` is the same whenever and however often it is found.

    Holds facts of one sort, not words: messages are worded at sending time, in the subscriber's language.
    """

    key: str
    reason: str  # of the change, official_table, or the kind of the incident
    severity: str  # wake, digest, weekly
    change: RankChange | None = None
    incident: Incident | None = None
    table: OfficialTable | None = None
