"""The outbox keeps an alert once, however often its change is seen."""

from pipeline.model import Alert
from pipeline.warehouse.outbox import save_alerts
from samples import CHANGE
from sql_world import world
from warehouse_world import START


def test_an_alert_is_kept_once() -> None:
    alert = Alert("key", CHANGE.reason, "wake", change=CHANGE)
    with world() as warehouse:
        added = [save_alerts(warehouse, [alert], batch, START) for batch in ("old", "new")]

        assert added == [1, 0]
        assert warehouse.execute("SELECT alert, batch FROM core.alert") == [("key", "old")]
