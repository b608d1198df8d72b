"""What the portals of the crash loop publish, who is told, and the steps that people and machines take."""

from dataclasses import dataclass
from datetime import date

from demo.world.content import Block, Piece

PROVINCES = ("yen-bai", "ca-mau", "long-an", "dien-bien", "son-la")
PORTALS = ("baocaicach", "camau", "longan", "yenbai")
SUBSCRIPTIONS = """
[[subscription]]
name = "desk"
channel = "desk"
language = "en"
per_minute = 10000

[[subscription]]
name = "ops"
channel = "mail"
language = "vi"
per_minute = 10000
provinces = ["Cà Mau"]
reasons = ["new_edition", "revision", "claim_contradicts_official", "portal_broken", "portal_recovered", "check_red"]
"""
# The morning of the third round: Long An says of its SIPAS 2023 what it is, in the words of its first article, and
# the newspaper has a rank that no portal has told yet.
LATER = (
    Piece(
        "longan",
        23999,
        "dinh-chinh-sipas-2023",
        "Long An xếp thứ 7 về PAR INDEX năm 2023",
        date(2025, 5, 20),
        3,
        (
            Block(
                "p",
                "Kết quả ngày 17/4 xếp tỉnh Long An ở vị trí thứ 7/63 tỉnh, thành phố về Chỉ số PAR INDEX năm 2023.",
            ),
            Block("p", "Ở Chỉ số SIPAS năm 2023, tỉnh đạt 78,66%, xếp thứ 57/63 tỉnh, thành phố."),
            Block(
                "p",
                "Khoảng cách đó cho thấy giấy tờ đã gọn hơn nhưng thái độ phục vụ ở một số nơi chưa theo kịp.",
            ),
        ),
    ),
    Piece(
        "camau",
        9999,
        "par-index-2024",
        "Chỉ số cải cách hành chính năm 2024 của Cà Mau",
        date(2025, 5, 21),
        3,
        (
            Block(
                "p",
                "Chỉ số PAR INDEX năm 2024 của tỉnh Cà Mau xếp thứ 12/63 tỉnh, thành phố, tăng 20 bậc so với năm 2023.",
            ),
        ),
    ),
)
TASKS_OF_A_ROUND = ("fetch", "build", "check", "settle", "publish", "compose", "deliver", "confirm")
DECIDE = "decide"


@dataclass(frozen=True)
class Step:
    """One process; `edition` is what the portals show while it runs."""

    round: str
    edition: int
    arguments: tuple[str, ...]

    @property
    def publishes(self) -> bool:
        return self.arguments[-1] in {"publish", "confirm", "run", DECIDE, "rebuild"}

    @property
    def name(self) -> str:
        return f"{self.round}, {' '.join(self.arguments)}"


def _round(name: str, edition: int) -> tuple[Step, ...]:
    return tuple(Step(name, edition, (task,)) for task in TASKS_OF_A_ROUND)


STEPS = (
    Step("start", 1, ("publish",)),
    *_round("round 1", 1),
    *_round("round 2", 2),
    Step("decision", 2, (DECIDE,)),
    *_round("round 3", 3),
    Step("end", 3, ("parwatch", "rebuild")),
)
COMMANDS = (
    Step("start", 1, ("publish",)),
    Step("round 1", 1, ("parwatch", "run")),
    Step("round 2", 2, ("parwatch", "run")),
    Step("decision", 2, (DECIDE,)),
    Step("round 3", 3, ("parwatch", "run")),
)
