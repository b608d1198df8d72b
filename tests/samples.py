"""Records that several tests start from."""

from pipeline.model import RankChange

CHANGE = RankChange(
    subject="PAPI",
    entity="an-giang",
    entity_name="An Giang",
    period="2023",
    rank=30,
    rank_of=61,
    earlier_period="2022",
    earlier_rank=40,
    earlier_rank_of=61,
    reason="new_edition",
    quote="An Giang đứng thứ 30/61",
    url="https://example.org/1",
    portal="angiang",
    sources=1,
)
