"""Every phrase that readers of alerts see, in Vietnamese and English. Data only."""

from typing import Literal

Language = Literal["vi", "en"]

# After the index, the edition and the province: "PAPI 2023: An Giang 40 → 30, lên 10 bậc / up 10".
TITLES = {
    "vi": {
        "new_edition": "{move}",
        "revision": "{move} (điều chỉnh)",
        "back": "trở lại hạng {rank} (đã sửa thành {earlier})",
        "claim_contradicts_official": "nêu hạng {rank}, bảng chính thức ghi hạng {earlier}",
        "contradiction": "các nguồn nêu khác nhau, hạng {earlier} và hạng {rank}",
        "official_table": "đã có bảng xếp hạng chính thức",
        "many": "{n} thay đổi thứ hạng",
        "many_incidents": "{n} sự cố cần xem",
    },
    "en": {
        "new_edition": "{move}",
        "revision": "{move} (revised)",
        "back": "back to rank {rank} (had been revised to {earlier})",
        "claim_contradicts_official": "claims rank {rank}, the official table says {earlier}",
        "contradiction": "sources differ, rank {earlier} and rank {rank}",
        "official_table": "the official table is out",
        "many": "{n} rank changes",
        "many_incidents": "{n} incidents to look at",
    },
}

SENTENCES = {
    "vi": {
        "new_edition": "{who}: {what} {period} xếp hạng {rank}, {move} so với {earlier_period} (hạng {earlier}).",
        "revision": "{who}: thứ hạng {what} {period} được điều chỉnh từ {earlier} thành {rank} ({move}).",
        "back": "{who}: thứ hạng {what} {period} trở lại {rank} như trước đây, sau khi đã được sửa thành {earlier}.",
        "claim_contradicts_official": (
            "{who}: cổng {portal} nêu hạng {rank} {what} {period}; bảng chính thức ghi hạng {earlier}, tức cổng "
            "nêu {better}."
        ),
        "contradiction": (
            "{who}: các nguồn nêu hạng {what} {period} khác nhau: {earlier} (đang được dùng) và {rank} ({better})."
        ),
        "official_table": "{what} {period}: đã có bảng xếp hạng chính thức của {rank_of} đơn vị.",
    },
    "en": {
        "new_edition": "{who}: {what} {period} rank {rank}, {move} from {earlier_period} (rank {earlier}).",
        "revision": "{who}: {what} {period} rank revised from {earlier} to {rank} ({move}).",
        "back": "{who}: {what} {period} is back to rank {rank}, after it had been revised to {earlier}.",
        "claim_contradicts_official": (
            "{who}: the portal {portal} claims {what} {period} rank {rank}; the official table says {earlier} "
            "(the claim is {better})."
        ),
        "contradiction": (
            "{who}: sources differ on the {what} {period} rank: {earlier} (the one in use) and {rank} ({better})."
        ),
        "official_table": "{what} {period}: the official table of {rank_of} is out.",
    },
}

REASONS = {
    "vi": {
        "new_edition": "thứ hạng của kỳ công bố mới khác kỳ liền trước",
        "revision": "một nguồn có thẩm quyền hơn, mới hơn hoặc nhiều nguồn hơn nêu thứ hạng khác cho cùng kỳ",
        "back": "nguồn trước đó lại có giá trị",
        "claim_contradicts_official": "thứ hạng được nêu trái với bảng xếp hạng chính thức",
        "contradiction": "hai nguồn độc lập nêu hai thứ hạng cho cùng một kỳ",
        "official_table": "có số liệu chính thức để đối chiếu",
    },
    "en": {
        "new_edition": "the new edition's rank differs from the edition before it",
        "revision": "a better, newer or more widely told source gives another rank for the same edition",
        "back": "the earlier source holds again",
        "claim_contradicts_official": "the rank that is claimed contradicts the official table",
        "contradiction": "two independent sources give two ranks for one edition",
        "official_table": "there are official figures to compare with",
    },
}

PHRASES = {
    "vi": {
        "up": "lên {n} bậc",
        "down": "xuống {n} bậc",
        "same": "giữ nguyên hạng",
        "better": "tốt hơn {n} bậc",
        "worse": "kém hơn {n} bậc",
        "sources": "Số nguồn độc lập: {n} (trích từ cổng {portal})",
        "quote": "Nguyên văn: “{quote}”",
        "earlier": "Trước đó: “{quote}”",
        "other": "Nguồn đang được dùng: “{quote}”",
        "official": "Nguồn chính thức: “{quote}”",
        "summary": "{up} đơn vị lên hạng, {down} đơn vị xuống hạng; đáng chú ý nhất:",
        "more": "… và {n} thay đổi khác",
        "more_incidents": "… và {n} sự cố khác",
        "board": "Xem toàn bộ bảng xếp hạng: {board}",
        "reason": "Lý do báo tin: {reason} ({code})",
        "source": "Nguồn: {url}",
        "todo": "Việc cần làm ({owner}): {todo}",
        "picture": "Thứ hạng {what} của {who} qua các năm (1 là tốt nhất)",
        "place": "Đơn vị",
        "earlier_rank": "Kỳ trước",
        "new_rank": "Kỳ này",
        "moved": "Thay đổi",
    },
    "en": {
        "up": "up {n}",
        "down": "down {n}",
        "same": "unchanged",
        "better": "{n} better",
        "worse": "{n} worse",
        "sources": "Independent sources: {n} (quoted from the portal {portal})",
        "quote": "In its own words: “{quote}”",
        "earlier": "Before: “{quote}”",
        "other": "The source in use: “{quote}”",
        "official": "The official source: “{quote}”",
        "summary": "{up} up, {down} down; worth reading first:",
        "more": "… and {n} more changes",
        "more_incidents": "… and {n} more incidents",
        "board": "The whole board: {board}",
        "reason": "Why you are told: {reason} ({code})",
        "source": "Source: {url}",
        "todo": "What to do ({owner}): {todo}",
        "picture": "{who}: {what} rank over the years (1 is best)",
        "place": "Place",
        "earlier_rank": "Before",
        "new_rank": "Now",
        "moved": "Move",
    },
}

INCIDENTS = {
    "vi": {
        "portal_broken": "Cổng {where} gặp sự cố – {told}",
        "portal_recovered": "Cổng {where} đã hoạt động trở lại – {told}",
        "check_red": "Phép kiểm tra {where} báo đỏ – {told}",
        "disk_full": "Sắp hết dung lượng trên {where} – {told}",
        "delivery_failing": "Kênh {where} chưa nhận tin – {told}",
        "channel_dead": "Kênh {where} không nhận tin – {told}",
        "task_failed": "Tác vụ {where} thất bại – {told}",
        "round_late": "{where} không chạy xong vòng nào – {told}",
        "works_again": "{where} đã hoạt động trở lại – {told}",
    },
    "en": {
        "portal_broken": "Portal {where} is broken – {told}",
        "portal_recovered": "Portal {where} works again – {told}",
        "check_red": "Check {where} is red – {told}",
        "disk_full": "Little space is left on {where} – {told}",
        "delivery_failing": "Channel {where} has not taken messages – {told}",
        "channel_dead": "Channel {where} takes no messages – {told}",
        "task_failed": "Task {where} failed – {told}",
        "round_late": "{where} has ended no round – {told}",
        "works_again": "{where} works again – {told}",
    },
}

# What an incident says in English, and the same in Vietnamese. What stands here not is shown as it is.
STATES = {
    "broken": "không trả lời hơn một ngày",
    "failing": "quá nửa số yêu cầu thất bại",
    "unreadable": "quá nửa số trang không đọc được",
    "no article": "không tìm thấy bài viết nào",
    "quiet": "ít bài hơn mức thường thấy",
    "well": "bình thường",
    "busy": "nhiều bài hơn mức thường thấy",
    "figures wait for a person": "số liệu đang chờ người xem xét",
    "space left": "còn trống",
    "last request": "yêu cầu gần nhất",
    "messages that wait": "số tin đang chờ",
    "portals are asked again": "các cổng lại được truy cập",
    "there is space again": "đã có đủ dung lượng",
    "messages are taken again": "tin lại được nhận",
    "a message was given up after 72 hours": "một tin đã bị bỏ sau 72 giờ gửi không được",
}
TODO = {
    "broken": "xem cổng và tệp robots.txt của cổng, rồi xem tệp khai báo (docs/operations.md, “A portal broke”)",
    "failing": "xem kết quả từng yêu cầu: parwatch explain URL",
    "unreadable": "sửa selector trong tệp khai báo của cổng; giao diện mới cần một layout riêng, layout cũ giữ nguyên",
    "no article": "thêm vào tệp khai báo một listing, feed hoặc sitemap có bài viết",
    "quiet": "xem cổng có chuyển mục tin không; nếu không thì giảm articles_per_week trong tệp khai báo",
    "well": "không có",
    "busy": "không có",
    "check_red": "xem rồi chấp nhận hoặc loại các số liệu đang chờ: parwatch review",
    "disk_full": "giải phóng dung lượng hoặc giữ ít dữ liệu hơn (docs/operations.md, “Disk full”)",
    "delivery_failing": "sửa địa chỉ của kênh; các tin đang chờ sẽ tự được gửi",
    "works_again": "không có",
    "channel_dead": "sửa địa chỉ của kênh; các tin bị bỏ nằm trong bảng undelivered_message",
    "task_failed": "mở nhật ký của tác vụ trong Airflow, khắc phục nguyên nhân rồi chạy lại (clear) tác vụ",
    "round_late": "xem các DAG có bị tạm dừng không và scheduler có đang chạy không",
}
