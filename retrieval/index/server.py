"""A Chroma server, asked over HTTP with time limits; its collections read like embedded ones."""

import base64
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from retrieval.embedding import Vectors
from retrieval.faults import Fault
from retrieval.index.manifest import MEND, IndexFault

URL, TOKEN = "WHOSAID_CHROMA_URL", "WHOSAID_CHROMA_TOKEN"

_COLLECTIONS = "api/v2/tenants/default_tenant/databases/default_database/collections"
_ASKING = httpx.Timeout(5, connect=2)  # a question waits for these
_WRITING = httpx.Timeout(120, connect=5)  # a large write flushes the graph
_NOT_FOUND = "NotFoundError"
_REFUSED = (401, 403, 407)


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server is, and the token that a proxy before it asks for."""

    url: str
    token: str | None = field(default=None, repr=False)

    def collection(self, name: str) -> "ServerCollection":
        """Return a collection, whether or not it is there yet."""
        return ServerCollection(self, name)

    def check(self) -> None:
        """Raise `Fault` where no Chroma answers."""
        with _Session(self, _ASKING) as session:
            session.ask("GET", "api/v2/heartbeat")

    def create(self, name: str, hnsw: Mapping[str, Any]) -> "ServerCollection":
        """Make a new, empty collection."""
        made = {"name": name, "configuration": {"hnsw": dict(hnsw)}}
        with _Session(self, _WRITING) as session:
            session.ask("POST", _COLLECTIONS, made)
        return ServerCollection(self, name, _WRITING)

    def delete(self, name: str) -> None:
        """Delete a collection, if it is there."""
        with _Session(self, _WRITING) as session:
            try:
                session.ask("DELETE", f"{_COLLECTIONS}/{quote(name)}")
            except IndexFault:
                return


def environment_of(server: ChromaServer | None) -> dict[str, str]:
    """Return what tells a child process of a server; an argument would show the token."""
    return {URL: server.url if server else "", TOKEN: (server and server.token) or ""}


def server_of(environment: Mapping[str, str]) -> ChromaServer | None:
    """Return the server that a parent process named, if any."""
    url = environment.get(URL)
    return ChromaServer(url, environment.get(TOKEN) or None) if url else None


def collection_name(store: str, build: str) -> str:
    """Return what a build's collection is called on a server that others use, too."""
    return f"whosaid-{store}-{build}"


class ServerCollection:
    """Vectors by id on a server. Finds itself when it is first asked, and again after a fault."""

    def __init__(self, server: ChromaServer, name: str, patience: httpx.Timeout = _ASKING) -> None:
        self._session = _Session(server, patience)
        self._path = f"{_COLLECTIONS}/{quote(name)}"
        self._id: str | None = None

    def add(self, ids: Sequence[str], embeddings: Vectors) -> None:
        """Add vectors under ids that are not there yet."""
        encoded = [base64.b64encode(row).decode() for row in embeddings.astype("<f4")]
        self._ask("POST", "add", {"ids": list(ids), "embeddings": encoded})

    def count(self) -> int:
        """Return how many there are."""
        return int(self._ask("GET", "count"))

    def nearest(self, vector: Vectors, limit: int) -> list[str]:
        """Return ids, nearest first."""
        rows = vector.reshape(1, -1).tolist()
        asked = {"query_embeddings": rows, "n_results": limit, "include": []}
        return list(map(str, self._ask("POST", "query", asked)["ids"][0]))

    def _ask(self, method: str, what: str, body: Mapping[str, Any] | None = None) -> Any:
        try:
            if self._id is None:
                self._id = str(self._session.ask("GET", self._path)["id"])
            return self._session.ask(method, f"{_COLLECTIONS}/{self._id}/{what}".rstrip("/"), body)
        except Fault:
            self._id = None
            raise
        except (TypeError, KeyError, IndexError, ValueError) as error:
            raise self._session.strange() from error


class _Session:
    """Requests to one server: each with an end, none by a proxy to this very machine."""

    def __init__(self, server: ChromaServer, patience: httpx.Timeout) -> None:
        self._url = server.url.rstrip("/")
        headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}
        self._client = httpx.Client(
            timeout=patience, headers=headers, trust_env=not _is_loopback(server.url)
        )

    def __enter__(self) -> "_Session":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Return what the server says. Raises `Fault`, or `IndexFault` where a thing is gone."""
        try:
            response = self._client.request(method, f"{self._url}/{path}", json=body)
            said = response.json()
        except httpx.HTTPError as error:
            raise Fault(
                f"the Chroma server {self._url} does not answer ({_why(error)}); "
                f"start it, or set {URL} to where it is"
            ) from error
        except ValueError as error:
            raise self.strange(response.status_code) from error
        if response.is_success:
            return said
        raise self._complaint(response.status_code, said)

    def strange(self, status: int = 200) -> Fault:
        """Return the fault of a server that does not speak as Chroma does."""
        if status in _REFUSED:
            return Fault(f"the Chroma server {self._url} refuses us ({status}); see {TOKEN}")
        return Fault(f"what answers at {self._url} is no Chroma server ({status}); see {URL}")

    def _complaint(self, status: int, said: Any) -> Fault:
        if not isinstance(said, dict) or "message" not in said or status in _REFUSED:
            return self.strange(status)
        message = " ".join(str(said["message"]).split())[:200]
        if said.get("error") == _NOT_FOUND:
            return IndexFault(f"{message} on the Chroma server {self._url}; {MEND}")
        return Fault(f"the Chroma server {self._url} refuses: {message}")


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return " ".join(str(error).split())[:120] or type(error).__name__


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
