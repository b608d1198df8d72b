"""What pages say that are none, and where they stand: patterns of texts, titles and addresses. Facts only."""

import re

FLAGS = re.DOTALL | re.IGNORECASE
REFRESH = re.compile(r"<meta\b[^<>]{0,200}http-equiv\s*=\s*[\"']?refresh\b", FLAGS)
ELSEWHERE = re.compile(
    r"\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:replace|assign)\s*\(|\.submit\s*\(\s*\)|<frameset\b|<iframe\b",
    FLAGS,
)
COOKIE_SCRIPT = re.compile(
    r"document\.cookie\s*=|location\.reload\s*\(|/cdn-cgi/challenge|cf[-_]chl|_Incapsula_|slowAES|toNumbers\(",
    FLAGS,
)
CHALLENGE = re.compile(
    r"just a moment|checking your browser|enable javascript and cookies|verify (?:that )?you are (?:a )?human"
    r"|ddos protection|bật javascript|xác (?:minh|nhận) (?:bạn|rằng bạn|không phải)"
    r"|không phải (?:là )?(?:robot|người máy)|bot verification|one moment, please",
    FLAGS,
)
# In a stub, or at the beginning of a title or heading.
DENIED = re.compile(
    r"access (?:is |was |has been )?denied|request rejected|(?:request|url) was rejected|you have been blocked"
    r"|403\W{1,3}forbidden|403 - |attention required|permission to access|complete the security check|\bcaptcha\b"
    r"|truy cập (?:đã )?bị (?:từ chối|chặn)|từ chối truy cập|không có quyền (?:truy cập|xem)|IP của bạn (?:đã )?bị",
    FLAGS,
)
LOGIN_WISH = re.compile(
    r"(?:vui lòng|hãy) đăng nhập|đăng nhập (?:hệ thống|bằng tài khoản)|please (?:log|sign) in|session (?:has )?expired"
    r"|phiên (?:làm việc|đăng nhập|truy cập).{0,15}hết hạn",
    FLAGS,
)
SERVERS_OWN = re.compile(
    r"welcome to nginx|apache2? .{0,30}default page|\bit works!|iis windows server|internet information services"
    r"|apache tomcat/|index of /|account (?:has been )?suspended|domain (?:name )?is for sale|coming soon"
    r"|under construction|(?:website|tên miền|hosting).{0,30}hết hạn"
    r"|(?:website|trang|cổng).{0,30}đang (?:được )?xây dựng",
    FLAGS,
)
LOGIN_TITLE = re.compile(r"^\s*(?:đăng nhập|log ?in|sign ?in)\b", FLAGS)
LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|dang-nhap|wp-login\.php|authenticate\.aspx|c/portal/login)(?:[/.;]|$)", FLAGS
)
GONE_PLACE = re.compile(
    r"/(?:(?:error|loi)[-_/]?)?(?:404|(?:page-?)?not-?found|error|khong-tim-thay)(?:\.\w{2,5})?/?$|aspxerrorpath=",
    FLAGS,
)
HOME_PLACE = re.compile(
    r"/?(?:(?:vi|en|vi-vn|web/guest)(?:/|$))?(?:(?:index|default|home|trang-?chu)(?:\.\w{2,5})?/?)?", FLAGS
)
ARTICLE_PLACE = re.compile(r"\d{3,}|(?:[^/?&=]+-){3,}", FLAGS)
GONE = re.compile(
    r"không (?:tìm thấy|tồn tại)|(?:tìm|yêu cầu) không có|not (?:be )?found|can.?t be found|does(?: not|n.t) exist"
    r"|no longer (?:exists|available)|(?:đã|vừa) bị (?:xóa|xoá|gỡ)"
    r"|(?:^|\b(?:lỗi|error|mã)\s*:?\s*)404\b|\b404\s*(?:[-–|:]|error|lỗi|$)",
    FLAGS,
)
# In the title or heading of a long page; an article may speak of such errors too.
GONE_TITLE = re.compile(
    r"^\W*(?:mã )?(?:lỗi|error)?\W*404\b|^\W*(?:page |file )?not found\b"
    r"|không tìm thấy (?:trang|nội dung|bài viết|đường dẫn|dữ liệu)"
    r"|(?:trang|bài viết|nội dung|đường dẫn|địa chỉ)[^.]{0,20} không (?:được tìm thấy|tồn tại)|page (?:was )?not found",
    FLAGS,
)
AWAY = re.compile(
    r"(?:đang|tạm|sẽ)\s+(?:thời\s+|được\s+)?(?:bảo trì|nâng cấp|ngừng|ngưng|dừng|gián đoạn)"
    r"|bảo trì hệ thống|hệ thống bảo trì"
    r"|under maintenance|scheduled maintenance|be back (?:soon|shortly)|temporarily (?:unavailable|down)",
    FLAGS,
)
ERROR = re.compile(
    r"internal server error|server error in '|runtime error|service unavailable|bad gateway|gateway time-?out"
    r"|fatal error|database (?:connection )?error|error establishing|sqlstate\[|too many connections|\bserver error\b"
    r"|http (?:error|status) 5\d\d|uncaught \w*(?:exception|error)|something went wrong|không thể kết nối"
    r"|lỗi (?:hệ thống|máy chủ|kết nối)|(?:đã )?(?:có|xảy ra) lỗi",
    FLAGS,
)
