"""Articles a second of `observe` on one core, side by side with the floor: NFC and one regex pass over the same text.

Run: python -m benchmarks.observe
"""

import re
import statistics
import time
import unicodedata
from collections.abc import Callable
from datetime import date

from benchmarks.machine import machine
from pipeline.observe import observe
from pipeline.reference import load_reference

ROUNDS = 15
BATCH = 40  # articles a round
ONE_PASS = re.compile(r"\d[\d.,/]*|xếp thứ|hạng|vị trí|tăng|giảm|so với|năm")

BRIEF = """Hưng Yên: Chỉ số PAPI năm 2022 xếp thứ 20/61 tỉnh, thành phố
Theo kết quả công bố, tỉnh đạt 42,65 điểm, tăng 5 bậc so với năm 2021. Trong khi đó, Chỉ số CCHC năm 2022 đạt 85,14%, \
xếp thứ 31/63 (giảm 3 bậc); SIPAS đạt 81,2%, xếp thứ 18/63. Trung tâm Phục vụ hành chính công đã tiếp nhận 12.458 \
hồ sơ, giải quyết đúng hạn 99,1%."""

PROSE = """Hội nghị do đồng chí Chủ tịch UBND tỉnh chủ trì, có sự tham dự của lãnh đạo các sở, ban, ngành, địa phương.
Các đại biểu đã thảo luận về nguyên nhân của những hạn chế, nhất là trong lĩnh vực đất đai, xây dựng và đầu tư. \
Nhiều ý kiến cho rằng cần đẩy mạnh phân cấp, rút ngắn thời gian giải quyết thủ tục, nâng cao trách nhiệm của người \
đứng đầu và tăng cường kiểm tra việc thực thi công vụ. Đại diện doanh nghiệp đề nghị các cơ quan công khai quy trình, \
tiếp nhận và trả lời phản ánh đúng thời hạn, đồng thời mở rộng thanh toán trực tuyến để người dân thuận tiện hơn.
Phát biểu kết luận, Chủ tịch UBND tỉnh yêu cầu mỗi cơ quan chọn việc cụ thể, có người chịu trách nhiệm và có kết quả."""

ARTICLES = {
    "a brief (the length of a wire item)": BRIEF,
    "a page (the brief within a report)": f"{BRIEF}\n{PROSE}",
    "a long page (four reports)": "\n".join([BRIEF, PROSE] * 4),
}


def floor(text: str) -> int:
    return len(ONE_PASS.findall(unicodedata.normalize("NFC", text)))


def full(text: str) -> int:
    reading = observe(text, entity="hung-yen", published=date(2023, 5, 4), reference=load_reference())
    return len(reading.observations)


def per_second(task: Callable[[str], int], text: str) -> float:
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(BATCH):
            task(text)
        seconds.append((time.process_time() - started) / BATCH)
    return 1 / statistics.median(seconds)


def main() -> None:
    print(machine())
    print(f"median of {ROUNDS} rounds of {BATCH} articles, processor time of one core\n")
    print(f"{'':38}{'characters':>12}{'figures':>10}{'observe/s':>12}{'floor/s':>12}")
    for name, text in ARTICLES.items():
        text = unicodedata.normalize("NFC", text)
        rates = per_second(full, text), per_second(floor, text)
        print(f"{name:38}{len(text):>12}{full(text):>10}{rates[0]:>12,.0f}{rates[1]:>12,.0f}")


if __name__ == "__main__":
    main()
