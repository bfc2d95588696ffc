"""Real proxies on loopback, with the files of `deploy/`. Addresses, certificates and logs are changed, no more."""

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET6, create_connection, create_server

from tests.leashed import start
from tests.ledger_behind.certificates import Pair
from tests.service import PATIENCE, until

DEPLOY = Path(__file__).parents[2] / "deploy"
AROUND_NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/output;
events {{}}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    url: str
    folder: Path

    def written(self) -> str:
        """All that it has written into its logs."""
        return "".join(file.read_text() for file in self.folder.glob("output*"))


def changed(text: str, changes: Mapping[str, str]) -> str:
    """Make each change; its old text stands in the file once."""
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@contextmanager
def running_nginx(folder: Path, port: int, instances: Sequence[int], pair: Pair) -> Iterator[Proxy]:
    line = "server 127.0.0.1:8080 max_fails=1 fail_timeout=5s;"
    changes = {
        line: "\n".join(line.replace("8080", str(instance)) for instance in instances),
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen [::]:443 ssl;": f"listen [::1]:{port} ssl;" if _has_ipv6() else "",
        "/etc/creditline/tls/fullchain.pem": str(pair.certificate),
        "/etc/creditline/tls/privkey.pem": str(pair.key),
        "/var/log/nginx/creditline.log": str(folder / "output-of-site"),
    }
    (folder / "site.conf").write_text(changed((DEPLOY / "nginx.conf").read_text(), changes))
    (folder / "nginx.conf").write_text(AROUND_NGINX.format(folder=folder))
    subprocess.run(["nginx", "-t", "-q", "-c", folder / "nginx.conf"], check=True, timeout=PATIENCE)
    with _running(folder, port, ["nginx", "-c", str(folder / "nginx.conf")], {}) as proxy:
        yield proxy


@contextmanager
def running_caddy(folder: Path, port: int, instances: Sequence[int], pair: Pair) -> Iterator[Proxy]:
    """Start it with our certificate: with one of its own it would ask this machine to trust its authority."""
    site = "{$LINE_ADDRESS:line.example.com} {\n"
    changes = {
        "\n{\n": "\n{\n\tadmin off\n\tauto_https disable_redirects\n",
        site: f"{site}\tbind 127.0.0.1\n\ttls {pair.certificate} {pair.key}\n",
    }
    if _caddys_version().startswith("2.6.2"):
        changes["request_buffers 64KiB"] = "buffer_requests"
    (folder / "Caddyfile").write_text(changed((DEPLOY / "Caddyfile").read_text(), changes))
    upstreams = " ".join(f"127.0.0.1:{instance}" for instance in instances)
    env = {"LINE_ADDRESS": f"https://127.0.0.1:{port}", "LINE_UPSTREAMS": upstreams}
    words = ["--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    homes = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with _running(folder, port, ["caddy", "run", *words], env | homes) as proxy:
        yield proxy


Running = Callable[[Path, int, Sequence[int], Pair], AbstractContextManager[Proxy]]
PROXIES: Mapping[str, Running] = {"nginx": running_nginx, "Caddy": running_caddy}


@contextmanager
def _running(folder: Path, port: int, command: Sequence[str], env: Mapping[str, str]) -> Iterator[Proxy]:
    proxy = Proxy(f"https://127.0.0.1:{port}", folder)
    with (folder / "output").open("ab") as output:
        process = start(command, env=os.environ | env, stdout=output, stderr=output)
    try:
        until(lambda: process.poll() is not None or _listens(port))
        assert process.poll() is None, proxy.written()
        yield proxy
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _has_ipv6() -> bool:
    try:
        create_server(("::1", 0), family=AF_INET6).close()
    except OSError:
        return False
    return True


def _caddys_version() -> str:
    found = subprocess.run(["caddy", "version"], capture_output=True, text=True, check=True, timeout=PATIENCE)
    return found.stdout.strip().removeprefix("v")


def _listens(port: int) -> bool:
    try:
        with create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
