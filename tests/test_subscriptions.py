"""subscriptions.toml: read, checked, and refused with the line to mend."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.subscriptions import Subscription, load_subscriptions


def test_without_a_file_every_channel_is_told_everything() -> None:
    assert load_subscriptions(None, ("chat", "mail")) == (
        Subscription(name="chat", channel="chat"),
        Subscription(name="mail", channel="mail"),
    )


def test_a_subscription_is_read(tmp_path: Path) -> None:
    path = tmp_path / "subscriptions.toml"
    path.write_text(
        '[[subscription]]\nname = "noi-vu"\nchannel = "mail"\n'
        'provinces = ["Cà Mau"]\ndigest_at = "07:30"\nlanguage = "vi"\n',
        encoding="utf-8",
    )

    [found] = load_subscriptions(path, ("mail",))

    assert (found.name, found.provinces, found.language) == ("noi-vu", ("Cà Mau",), "vi")
    assert found.digest_at is not None
    assert found.digest_at.hour == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[subscription]]\nname = "a"\nchannel = "fax"', "no channel 'fax'"),
        ('[[subscription]]\nname = "a"\nchannel = "mail"\ncolour = 1', "subscription.0.colour"),
        ('[[subscription]]\nname = "a"\nchannel = "mail"\nreasons = ["weather"]', "unknown reason 'weather'"),
        ('[[subscription]]\nname = "a"\nchannel = "mail"\n[[subscription]]\nname = "a"\nchannel = "mail"', "one name"),
        ("[[subscription", "not TOML"),
        ("a = " + "[" * 5_000, "not TOML"),
    ],
)
def test_a_mistake_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "subscriptions.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match=said) as caught:
        load_subscriptions(path, ("mail",))

    assert "\n" not in str(caught.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PARWATCH_SUBSCRIPTIONS"):
        load_subscriptions(tmp_path / "none.toml", ())
