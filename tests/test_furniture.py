"""Lines that stand around a text go; a line that states anything stays, so that its figures stay guarded."""

import pytest

from pipeline.duplicates.furniture import is_furniture, text_lines


@pytest.mark.parametrize(
    "line",
    [
        "2.318 lượt xem",
        "Lượt xem: 77",
        "Ngày đăng: 04/05/2023 10:20",
        "Cập nhật lúc 10:20 ngày 4/5/2023",
        "Thứ năm, 04/05/2023, 10:20 GMT+7",
        "10:20 | 04/05/2023",
        "Tác giả: Hoài An",
        "Ảnh: Hoài An",
        "Giấy phép số 9/GP-TTĐT ngày 1/2/2019",
        "© 2021 Sở Thông tin",
        "Điện thoại: 0218.3850111",
        "Đang online: 31",
        "Trang: 1 2 3 … 12",
        "Sơn La mở thêm quầy lưu động (04/05/2023)",
    ],
)
def test_this_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Cập nhật đến ngày 30/4, tỉnh đứng thứ 18/63",
        "Thời gian trả kết quả giảm 40%",
        "Thứ Ba, 4/5/2023, tỉnh công bố điểm số 84,2",
        "Sở đã cấp 612 giấy phép xây dựng",
        "Phát hiện 8 vụ vi phạm bản quyền",
        "Người dân hỏi qua điện thoại.",
        "Chia sẻ cách làm, huyện nêu con số 93%",
        "Cổng có 4.120 lượt truy cập một ngày.",
        "Hình 2. Điểm PAPI: 41,7",
        "Lai Châu\t18\t84,2",
    ],
)
def test_this_states_something(line: str) -> None:
    assert not is_furniture(line)


def test_related_news_last_until_prose_or_a_table() -> None:
    first = ["Câu đầu của bài.", "Tin liên quan", "Tỉnh bạn tăng 4 bậc"]
    second = ["Câu sau của bài.", "Các tin khác", "Tỉnh khác giảm 2 bậc", "Lai Châu\t18"]

    assert text_lines("\n".join(first + second)) == [first[0], second[0], second[-1]]


def test_a_dateline_goes_and_what_a_rank_begins_stays() -> None:
    assert text_lines("Lai Châu, 4/5/2023 (TTX) - Chiều nay mưa.") == ["Chiều nay mưa."]
    assert text_lines("Xếp thứ 5/12 - Lai Châu giữ hạng.") == ["Xếp thứ 5/12 - Lai Châu giữ hạng."]


def test_a_page_of_furniture_alone_is_kept() -> None:
    assert text_lines("12 lượt xem") == ["12 lượt xem"]
