"""The command line: what it prints, and one clear line with the right exit code for whatever is wrong."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from page_world import run_round
from pipeline.cli import main
from pipeline.stages import reviewing
from pipeline.warehouse.access import reader
from warehouse_world import ready_settings

TEXT = "Năm 2020, chỉ số CCHC của tỉnh xếp thứ 24/63 tỉnh, thành phố, tăng 3 bậc so với năm 2019."
TOO_EARLY = "Chỉ số PAPI năm 2023 của tỉnh Yên Bái xếp thứ 17/63 tỉnh, thành phố."  # said in 2022, it waits
PORTAL = 'name = "yenbai"\nprovince = "Yên Bái"\nhome = "https://yenbai.example/"\nowner = "a"\nvalid_to = 2025-06-30\n'
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command line as a shell would; gives exit code, output and error output."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["parwatch", "--home", str(tmp_path / "home"), *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return call


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_observe_prints_the_figures_of_a_page_as_json(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("observe", "--portal", "yenbai", saved(tmp_path, "a.txt", TEXT))

    found = json.loads(out)
    assert code == 0
    assert [(each["entity"], each["period"], each["value"], each["kind"]) for each in found["rankings"]] == [
        ("yen-bai", "2020", 24, "stated"),
        ("yen-bai", "2019", 27, "implied"),
    ]


def test_observe_explains_every_number(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("observe", "--explain", saved(tmp_path, "a.txt", TEXT + " Sáng 15/9, hội nghị bế mạc."))

    assert code == 0
    assert "15/9" in out
    assert "refused" in out


def test_group_tells_a_copy_from_a_revision(run: Run, tmp_path: Path) -> None:
    texts = {"a": TEXT, "copy": "(Theo TTXVN) - " + TEXT, "other": TEXT.replace("24/63", "22/63")}
    lines = "\n".join(json.dumps({"id": key, "text": text}, ensure_ascii=False) for key, text in texts.items())

    code, out, _ = run("group", saved(tmp_path, "texts.jsonl", lines))

    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(row["id"], row["canonical"], row["relation"]) for row in found] == [
        ("a", "a", "original"),
        ("copy", "a", "copy"),
        ("other", "a", "revision"),
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ingest", "--portal", "nirgendwo", "a.txt"), 2, "no portal 'nirgendwo'"),
        (("ingest", "--portal", "yenbai", "none.txt"), 2, "cannot be read"),
        (("ingest", "--portal", "yenbai", "empty.txt"), 2, "the file is empty"),
        (("ingest", "--portal", "yenbai", "a.pdf"), 2, "save the page as .html or .txt"),
        (("ingest", "--portal", "yenbai", "--url", "http://x/", "a.txt", "a.txt"), 2, "--url names the address of one"),
        (("observe",), 2, "name one page, or --corpus"),
        (("observe", "--corpus", "bad.jsonl"), 2, "bad.jsonl:1: no JSON object"),
        (("group", "short.jsonl"), 2, "short.jsonl:1: lacks text"),
        (("board",), 3, "nothing was published yet"),
        (("board", "NOPE"), 3, "nothing was published yet"),
        (("as-of", "2020-13-01", "board"), 2, "neither a day nor a moment; write 2025-07-01"),
        (("news", "--since", "July"), 2, "neither a day nor a moment; write 2025-07-01"),
        (("export", "--format", "ods"), 2, "no format 'ods'"),
        (("check",), 3, "nothing was loaded yet"),
        (("review", "key", "--decision", "maybe", "--reason", "x"), 2, "--decision is one of"),
        (("silence", "add", "--until", "2030-01-01", "--reason", "x"), 2, "nobody silences everything"),
        (("alert", "test", "nobody"), 2, "no subscription 'nobody'"),
        (("replay", "--since", "July"), 2, "'July' is no day"),
        (("fetch", "http://127.0.0.1:1/", "--allow-address", "here"), 2, "no address with ports"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_exit_code(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    saved(tmp_path, "a.txt", TEXT)
    saved(tmp_path, "a.pdf", TEXT)
    saved(tmp_path, "empty.txt", "")
    saved(tmp_path, "bad.jsonl", "{]")
    saved(tmp_path, "short.jsonl", '{"id": "a"}')

    ended, _, err = run(*words)

    assert (ended, said in err, err.count("\n")) == (code, True, 1)


def test_what_was_known_before_and_what_is_new_since(run: Run, tmp_path: Path) -> None:
    text = "Chỉ số PAPI năm 2024 của tỉnh xếp thứ 46/61 tỉnh, thành phố."
    run("ingest", "--portal", "yenbai", "--published", "2025-05-01", saved(tmp_path, "a.txt", text))

    sources = []
    for words in (("board", "PAPI"), ("as-of", "2025-01-01", "board", "PAPI")):
        rows = json.loads(run(*words, "--json")[1])
        sources.append([row["sources"] for row in rows if row["province"] == "Yên Bái"])
    news = run("news", "--since", "2100-01-01")[1]

    assert sources == [[1], [0]]
    assert news == "0 rank change(s)\n"


def test_a_decision_and_a_silence_are_published_at_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = ready_settings(tmp_path / "home", small=True)
    saved(tmp_path / "home" / "portals", "yenbai.toml", PORTAL)
    monkeypatch.setenv("PARWATCH_PORTALS", str(settings.portals_folder))
    run_round(settings, [("yenbai", "a", date(2022, 6, 1), TOO_EARLY)])
    [waiting] = reviewing.pending(settings).records()
    because = ("--reason", "a misprint", "--by", "An")

    run("review", waiting["observation"], "--decision", "reject", *because)
    with reader(settings) as copy:
        decided = copy.execute("SELECT decision, reason FROM core.review")
    for _ in range(2):  # said again it is the same silence
        run("silence", "add", "--until", "2099-12-31", "--indicator", "PAPI", *because)

    assert decided == [("reject", "a misprint")]
    with reader(settings) as copy:
        assert copy.count("SELECT count(*) FROM core.silence") == 1


def test_a_portal_file_with_a_wrong_key_names_file_and_key(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    saved(
        folder,
        "mau.toml",
        'name = "mau"\nprovince = "Yên Bái"\nhome = "https://mau.example/"\nowner = "a"\ncolour = 1\n',
    )
    monkeypatch.setenv("PARWATCH_PORTALS", str(folder))

    code, _, err = run("portals", "list")

    assert code == 2
    assert "mau.toml: colour: no such key" in err


def test_a_page_that_is_no_article_needs_a_person_and_leaves_nothing_half_done(run: Run, tmp_path: Path) -> None:
    page = "<html><body><h1>Đăng nhập</h1><form><input type='password'></form></body></html>"

    code, out, _ = run("ingest", "--portal", "yenbai", saved(tmp_path, "login.html", page))

    assert code == 1
    assert "a login page, no article" in out
    assert not any((tmp_path / "home" / "inbox").iterdir())


def test_a_home_that_cannot_be_written_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the home folder should be")

    code, _, err = run("ingest", "--portal", "yenbai", saved(tmp_path, "a.txt", TEXT))

    assert code == 3
    assert err.count("\n") == 1
