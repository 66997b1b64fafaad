"""Nobody outside can make the collector knock at the user's own network, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import addresses

from . import canary
from .spellings import ADDRESSES, hosts


@pytest.mark.server
def test_no_spelling_and_no_way_leads_to_an_inner_address(tmp_path: Path) -> None:
    tried = canary.fly(tmp_path)
    assert tried.heard == 0
    assert tried.wrong == set()
    assert canary.FRONT in tried.places  # what is allowed is asked: it was really tried
    assert canary.PUBLIC in tried.places
    assert len(hosts()) >= 60


@pytest.mark.parametrize("address", ADDRESSES)
def test_inner_addresses_are_refused(address: str) -> None:
    assert addresses.refusal(address)
    assert addresses.refusal(f"{address}%eth0")
    assert addresses.refusal(address, ("192.168.250.0/24",))
    assert not addresses.refusal(address, (address,))


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "1.1.1.1",
        "2606:4700:4700::1111",
        "64:ff9b::808:808",
        "2002:808:808::",
        "::ffff:8.8.8.8",
    ],
)
def test_public_addresses_are_not(address: str) -> None:
    assert addresses.refusal(address) == ""


@pytest.mark.parametrize("word", ["", "localhost", "127.1", "1.2.3.4.5", "0x7f.1", "²"])
def test_what_is_no_address_is_refused(word: str) -> None:
    assert "no IP address" in addresses.refusal(word)


@pytest.mark.parametrize("port", [22, 25, 143, 6379, 6667])
def test_ports_of_other_services_are_refused(port: int) -> None:
    assert str(port) in addresses.port_refusal(port)


@pytest.mark.parametrize("port", [80, 443, 8080, 8443, 3000, 50_000])
def test_ports_of_the_web_are_not(port: int) -> None:
    assert addresses.port_refusal(port) == ""
