"""Dovecot as Debian ships it, started by a test on a port of 127.0.0.1 with one mailbox of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

_CONF = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:{home}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""


def missing() -> str:
    """Why it cannot be run here; "" where it can."""
    if not shutil.which("dovecot"):
        return "Dovecot is not installed"
    return "" if os.geteuid() == 0 else "Dovecot wants to be started by root"


@contextmanager
def running(authority: trustme.CA, password: str, *mails: bytes) -> Iterator[tuple[int, Path]]:
    """A Dovecot with these mails in its INBOX: its port, and the Maildir behind it."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        home = Path(folder)
        home.chmod(0o755)
        certificate = authority.issue_cert("127.0.0.1")
        certificate.cert_chain_pems[0].write_to_path(home / "cert.pem")
        certificate.private_key_pem.write_to_path(home / "key.pem")
        for name in ("new", "cur", "tmp"):
            (home / "mail" / name).mkdir(parents=True)
        for number, mail in enumerate(mails):
            (home / "mail" / "new" / f"{number}.host").write_bytes(mail)
        subprocess.run(["chown", "-R", "nobody:nogroup", home / "mail"], check=True)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        (home / "conf").write_text(_CONF.format(home=home, password=password, port=port), "utf-8")
        with subprocess.Popen(["dovecot", "-F", "-c", home / "conf"]) as server:
            try:
                _wait(port, home)
                yield port, home / "mail"
            finally:
                server.terminate()
                server.wait(10)


def _wait(port: int, home: Path) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    log = home / "log"
    raise AssertionError(log.read_text("utf-8") if log.exists() else "Dovecot did not start")
