"""Made-up articles on administrative reform for the benchmarks, all from one seed; nothing in them is true.

A third of the sentences are frames that many articles share (only names and figures differ), the rest are strings of
words of the trade: real portals repeat set phrases as much, and few other words.
"""

import re
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
PROVINCES = "".join(
    (
        "An Giang|Bắc Kạn|Bến Tre|Bình Định|Cà Mau|Cao Bằng|Điện Biên|Đồng Tháp|Hà Giang|Hậu Giang|Hòa Bình|Hưng Yên|",
        "Khánh Hòa|Kon Tum|Lai Châu|Lạng Sơn|Nam Định|Ninh Thuận|Phú Thọ|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|",
        "Thái Bình|Trà Vinh|Tuyên Quang|Vĩnh Phúc|Yên Bái",
    )
).split("|")
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
GIVEN = [
    "Văn An",
    "Thị Bình",
    "Minh Châu",
    "Quốc Dũng",
    "Thu Hà",
    "Đức Hải",
    "Thanh Hòa",
    "Ngọc Khánh",
    "Hải Long",
    "Tuyết Mai",
    "Hồng Nhung",
    "Anh Quân",
]
INDEXES = [
    "chỉ số cải cách hành chính",
    "chỉ số hài lòng",
    "PAR INDEX",
    "SIPAS",
    "PAPI",
    "PCI",
    "chỉ số chuyển đổi số",
    "chỉ số xanh",
    "DTI",
    "ICT Index",
]

FRAMES = (HERE / "reform_frames.txt").read_text(encoding="utf-8").splitlines()  # [one|of these], <a slot>
TRADE = (HERE / "reform_words.txt").read_text(encoding="utf-8").strip().replace("\n", "|").split("|")
LINKS = [
    "và",
    "để",
    "với",
    "cho",
    "của",
    "khi",
    "nhằm",
    "trong",
    "từ",
    "được",
    "đã",
    "đang",
    "sẽ",
    "cần",
    "phải",
    "luôn",
    "cùng",
    "theo",
    "tại",
    "qua",
    "bằng",
    "do",
    "về",
    "thì",
    "mà",
]

_SLOT = re.compile(r"<(\w+)>|\[([^\]]+)\]")


def figure(kind: str, rng: Random) -> str:
    """A number as papers print it; `kind` is a slot of a frame."""
    drawn = {
        "rank": lambda: f"{rng.randint(1, 63):02d}" if rng.random() < 0.3 else str(rng.randint(1, 63)),
        "score": lambda: f"{rng.randint(40, 98)},{rng.randint(1, 99)}",
        "step": lambda: str(rng.randint(2, 29)),
        "some": lambda: str(rng.randint(11, 890)),
        "many": lambda: f"{rng.randint(1, 480)}.{rng.randint(100, 999)}",
        "year": lambda: str(rng.randint(2012, 2025)),
        "day": lambda: str(rng.randint(1, 28)),
        "month": lambda: str(rng.randint(1, 12)),
    }
    return drawn[kind]()


def filled(frame: str, rng: Random, province: str) -> str:
    def slot(found: re.Match[str]) -> str:
        kind, choices = found[1], found[2]
        if choices:
            return rng.choice(choices.split("|"))
        if kind == "province":
            return province
        if kind == "index":
            return rng.choice(INDEXES)
        return f"{rng.choice(FAMILY)} {rng.choice(GIVEN)}" if kind == "name" else figure(kind, rng)

    return _SLOT.sub(slot, frame)


def prose(rng: Random) -> str:
    words = []
    for _ in range(rng.randint(7, 14)):
        words += [rng.choice(TRADE), rng.choice(LINKS)] if rng.random() < 0.6 else [rng.choice(TRADE)]
    sentence = " ".join(words[:-1] if words[-1] in LINKS else words)
    return sentence[0].upper() + sentence[1:] + rng.choice(("", ", ")).strip() + "."


def article(rng: Random, sentences: int | None = None) -> str:
    """Paragraphs of one to four sentences, a line each; a quarter of the articles are short."""
    province = rng.choice(PROVINCES)
    count = sentences or (rng.randint(3, 5) if rng.random() < 0.25 else rng.randint(10, 26))
    drawn = [filled(rng.choice(FRAMES), rng, province) if rng.random() < 0.35 else prose(rng) for _ in range(count)]
    if not any(re.search(r"\d", sentence) for sentence in drawn):
        drawn[0] = filled(FRAMES[0], rng, province)
    lines = []
    while drawn:
        size = rng.randint(1, 4)
        lines.append(" ".join(drawn[:size]))
        drawn = drawn[size:]
    return "\n".join(lines)
