"""Hypothesis strategies over what fuzzing builds: edited seeds, pieces in any order, articles with figures."""

from random import Random

from hypothesis import strategies as st

from fuzz.edits import PIECES
from fuzz.target import Target

FRAMES = [
    "Năm {year}, chỉ số cải cách hành chính của tỉnh đạt {score}%, đứng thứ {rank}/63 tỉnh, thành phố cả nước.",
    "Bộ phận Một cửa các cấp tiếp nhận {many} hồ sơ, trả đúng hẹn {score}%, còn {rank} hồ sơ phải xin lỗi người dân.",
    "So với quý trước, thứ hạng phục vụ người dân, doanh nghiệp của tỉnh tăng {step} bậc, điểm số thêm {score} điểm.",
    "Có {rank} xã chưa niêm yết đủ thủ tục, giảm {step} xã; đoàn kiểm tra nhắc nhở {step} đơn vị chậm báo cáo.",
]
PLAIN = [
    "Lãnh đạo tỉnh đề nghị các sở rà soát lại từng tiêu chí mất điểm và phân công người chịu trách nhiệm cụ thể.",
    "Người dân vùng cao nay nộp hồ sơ ngay tại nhà văn hóa thôn với sự giúp đỡ của tổ công nghệ số cộng đồng.",
    "Đại diện doanh nghiệp kiến nghị rút ngắn thời gian cấp phép xây dựng và công khai quy hoạch trên mạng.",
    "Buổi làm việc kết thúc với cam kết của các đơn vị về kỷ luật, kỷ cương trong giải quyết công việc của dân.",
]
_ROWS = ("\n", "\t", "|", "TT\tTỉnh\tĐiểm\tHạng\n", "1\tHà Giang\t90,1\t1\n")


@st.composite
def articles(draw: st.DrawFn) -> str:
    """Sentences with figures, and some without."""
    figures = st.fixed_dictionaries(
        {
            "year": st.integers(2012, 2025),
            "score": st.decimals(20, 98, places=2).map(lambda value: str(value).replace(".", ",")),
            "rank": st.integers(2, 62),
            "step": st.integers(2, 30),
            "many": st.integers(1001, 99999),
        }
    )
    stated = [frame.format(**draw(figures)) for frame in draw(st.permutations(FRAMES))[: draw(st.integers(1, 4))]]
    plain = draw(st.permutations(PLAIN))[: draw(st.integers(1, 4))]
    sentences = draw(st.permutations([*stated, *plain]))
    return draw(st.sampled_from(["\n", " "])).join(sentences)


def of_pieces() -> st.SearchStrategy[str]:
    """What the grammar looks for, in any order, with and without spaces."""
    pieces = st.lists(st.sampled_from([*PIECES, *_ROWS]), max_size=40)
    return st.builds(lambda found, joint: joint.join(found), pieces, st.sampled_from([" ", ""]))


def edited_seeds(target: Target) -> st.SearchStrategy[bytes]:
    seeds = target.seeds()
    return st.builds(
        lambda place, number: target.edit(seeds[place], Random(number))[: target.longest],
        st.integers(0, len(seeds) - 1),
        st.integers(0, 2**32),
    )
