"""The frozen records every step speaks. They hold facts and no behaviour beyond naming themselves."""

from pipeline.model.alerts import Alert, Incident, OfficialTable, RankChange
from pipeline.model.articles import Article, Grouping, Relation, Removal
from pipeline.model.figures import Bound, Change, Kind, Measure, Observation, Reading, Refusal
from pipeline.model.pages import Exchange, FetchRecord, KnownPage, Layout, Outcome, Page, Portal, Snapshot

__all__ = [
    "Alert",
    "Article",
    "Bound",
    "Change",
    "Exchange",
    "FetchRecord",
    "Grouping",
    "Incident",
    "Kind",
    "KnownPage",
    "Layout",
    "Measure",
    "Observation",
    "OfficialTable",
    "Outcome",
    "Page",
    "Portal",
    "RankChange",
    "Reading",
    "Refusal",
    "Relation",
    "Removal",
    "Snapshot",
]
