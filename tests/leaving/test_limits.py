"""Nobody's mailbox is filled by the form, whatever stands behind the plus."""

from __future__ import annotations

from datetime import timedelta

from digest.leaving.limits import Leave, Limits
from tests.leaving.houses import NOW


def test_one_mailbox_gets_one_mail_a_day_by_all_its_names() -> None:
    limits = Limits(60)
    assert limits.take("ada@x.example", "192.0.2.1", NOW) is Leave.GIVEN
    for number in range(5):
        assert limits.take(f"ada+{number}@x.example", f"198.51.{number}.1", NOW) is Leave.SILENT
    assert limits.take("bob@x.example", "203.0.113.1", NOW) is Leave.GIVEN
    assert limits.take("ada+9@x.example", "203.0.113.1", NOW + timedelta(days=1)) is Leave.GIVEN


def test_a_mail_that_did_not_go_may_be_asked_for_again_by_any_of_its_names() -> None:
    limits = Limits(60)
    limits.take("ada+one@x.example", "192.0.2.1", NOW)
    limits.give_back("ada+one@x.example")
    assert limits.take("ada@x.example", "192.0.2.1", NOW) is Leave.GIVEN
