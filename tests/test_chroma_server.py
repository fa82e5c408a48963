"""Vectors in a real Chroma server: built, switched, tidied, and never a reason not to answer."""

import logging
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from bot.settings import read_settings
from bot.workspace import chroma_server
from retrieval.doctor import examine
from retrieval.embedding import NGramEmbedder
from retrieval.faults import Fault
from retrieval.index import build as building
from retrieval.index.build import ensure_index
from retrieval.index.manifest import IndexFault, Manifest, read_manifest
from retrieval.index.server import ChromaServer, collection_name
from retrieval.search import ServedSearch
from retrieval.store import Store
from tests.servers.chroma import RunningChroma
from tests.test_index import ARTICLES, REGISTRY, article

OTHERS = "somebody-elses"
LATER = article("snow", "下雪了,道路结冰。")


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningChroma]:
    with RunningChroma(tmp_path_factory.mktemp("chroma") / "server") as running:
        server_of(running).create(OTHERS, {"space": "cosine"})
        yield running


@pytest.fixture(autouse=True)
def _up_again(chroma: RunningChroma) -> Iterator[None]:
    yield
    try:
        server_of(chroma).check()
    except Fault:
        chroma.start()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.in_folder(tmp_path)
    opened.sync(REGISTRY, ARTICLES)
    yield opened
    opened.close()


def server_of(chroma: RunningChroma, token: str | None = None) -> ChromaServer:
    return ChromaServer(chroma.url, token)


def ensure(store: Store, folder: Path, server: ChromaServer | None, anew: bool = False) -> bool:
    quiet = lambda *_: None  # noqa: E731
    return ensure_index(store, folder, NGramEmbedder(), quiet, anew=anew, server=server)


def manifest_in(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    assert manifest
    return manifest


def collections(chroma: RunningChroma) -> set[str]:
    path = "api/v2/tenants/default_tenant/databases/default_database/collections"
    return {made["name"] for made in httpx.get(f"{chroma.url}/{path}", trust_env=False).json()}


def found(search: ServedSearch, question: str = "台风什么时候登陆") -> set[str]:
    return {match.passage.article for match in search.find(question).matches}


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    said = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    caplog.clear()
    return said


def test_the_life_of_an_index_on_a_server(
    chroma: RunningChroma, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder, server = tmp_path / "index", server_of(chroma)
    assert ensure(store, folder, server)
    first = manifest_in(folder)
    assert (first.server, first.collection) == (
        chroma.url,
        collection_name(store.state().store, first.build),
    )
    assert not (folder / first.build / "vectors").exists()
    assert not ensure(store, folder, server)

    search = ServedSearch(store, folder, NGramEmbedder(), server)
    assert {"wire-jia", "wire-yi"} <= found(search)
    vector = NGramEmbedder().embed([ARTICLES[2].raw])[0]
    assert server.collection(first.collection).nearest(vector, 1)[0].startswith("market#")

    store.sync(REGISTRY, [*ARTICLES, LATER])
    assert ensure(store, folder, server)
    second = manifest_in(folder)
    assert collections(chroma) == {OTHERS, first.collection, second.collection}
    assert found(search, "道路结冰了吗") >= {"snow"}
    assert ensure(store, folder, server, anew=True)
    third = manifest_in(folder)
    assert collections(chroma) == {OTHERS, second.collection, third.collection}
    assert found(search) and not warnings(caplog)

    chroma.stop()
    assert found(search)
    (said,) = warnings(caplog)
    assert said.startswith("searching by keywords alone: the Chroma server") and chroma.url in said
    again = ServedSearch(store, folder, NGramEmbedder(), server)
    assert len(warnings(caplog)) == 1
    assert found(again)
    assert not ensure(store, folder, server)
    with pytest.raises(Fault, match="start it, or set WHOSAID_CHROMA_URL") as caught:
        ensure(store, folder, server, anew=True)
    assert "\n" not in str(caught.value)
    caplog.clear()

    chroma.start()
    assert found(search) and found(again) and not warnings(caplog)
    server.delete(third.collection)
    assert found(search)
    assert "`whosaid doctor`" in warnings(caplog)[0]
    with pytest.raises(IndexFault, match="does not exist on the Chroma server .*doctor"):
        ServedSearch(store, folder, NGramEmbedder(), server)
    assert ensure(store, folder, server)
    assert found(search) and not warnings(caplog)
    assert OTHERS in collections(chroma)


def test_switching_the_setting_is_one_line_until_a_build(
    chroma: RunningChroma, store: Store, tmp_path: Path
) -> None:
    folder, server = tmp_path / "index", server_of(chroma)
    for before, after in ((None, server), (server, None)):
        ensure(store, folder, before)
        with pytest.raises(IndexFault, match="but the settings say .* `whosaid doctor`") as caught:
            ServedSearch(store, folder, NGramEmbedder(), after)
        assert "\n" not in str(caught.value)
        assert ensure(store, folder, after)
        assert found(ServedSearch(store, folder, NGramEmbedder(), after))


def test_a_build_that_dies_leaves_its_collection_to_the_next(
    chroma: RunningChroma, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, server = tmp_path / "index", server_of(chroma)
    before = collections(chroma)
    monkeypatch.setattr(building, "_OPENINGS", 0)
    monkeypatch.setattr(Manifest, "write", _die)
    with pytest.raises(KeyboardInterrupt):
        ensure(store, folder, server)
    assert len(collections(chroma) - before) == 1
    monkeypatch.undo()
    assert ensure(store, folder, server)
    assert collections(chroma) - before == {manifest_in(folder).collection}


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_no_secret_is_in_the_arguments_or_the_manifest(
    chroma: RunningChroma, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = subprocess.run
    seen: list[tuple[Sequence[str], dict[str, str]]] = []

    def watched(command: Sequence[str], **how: Any) -> Any:
        seen.append((command, how["env"]))
        return run(command, **how)

    monkeypatch.setattr(subprocess, "run", watched)
    folder = tmp_path / "index"
    assert ensure(store, folder, server_of(chroma, "s3cret"))
    assert len(seen) == 3
    assert not any("s3cret" in part for command, _ in seen for part in command)
    assert all(env["WHOSAID_CHROMA_TOKEN"] == "s3cret" for _, env in seen)
    assert "s3cret" not in (folder / "current.json").read_text()
    assert "s3cret" not in repr(server_of(chroma, "s3cret"))


def test_vectors_of_any_length_come_back(chroma: RunningChroma) -> None:
    server = server_of(chroma)
    rows = np.eye(3, 4, dtype=np.float32)
    made = server.create("three", {"space": "cosine"})
    made.add(["a", "b", "c"], rows)
    assert made.count() == 3
    assert made.nearest(rows[1], 40)[0] == "b"
    with pytest.raises(Fault, match="refuses: .*dimension"):
        made.nearest(np.ones(7, np.float32), 1)
    server.delete("three")
    server.delete("three")


# Doctor


def examined(store: Store, folder: Path, server: ChromaServer | None) -> list[str]:
    found = examine(store, folder, NGramEmbedder(), lambda *_: None, server)
    return [finding.what for finding in found]


def test_doctor_mends_what_a_server_lost_and_what_is_elsewhere(
    chroma: RunningChroma, store: Store, tmp_path: Path
) -> None:
    folder, server = tmp_path / "index", server_of(chroma)
    assert examined(store, folder, server) == ["no index, built"]
    assert examined(store, folder, server) == []
    server.delete(manifest_in(folder).collection)
    assert examined(store, folder, server) == ["damaged index, built anew"]
    assert found(ServedSearch(store, folder, NGramEmbedder(), server))
    assert examined(store, folder, None) == ["index with its vectors elsewhere, built anew"]
    assert found(ServedSearch(store, folder, NGramEmbedder()))
    assert examined(store, folder, server) == ["index with its vectors elsewhere, built anew"]
    chroma.stop()
    with pytest.raises(Fault, match="set WHOSAID_CHROMA_URL"):
        examine(store, folder, NGramEmbedder(), lambda *_: None, server)


# Settings


@pytest.mark.parametrize("url", ["http://me:pw@host:8000", "http://host/?q=pw", "host:8000"])
def test_a_wrong_address_is_refused_by_name(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHOSAID_CHROMA_URL", url)
    with pytest.raises(Fault, match="the setting WHOSAID_CHROMA_URL is wrong") as caught:
        read_settings()
    assert "pw" not in str(caught.value)


def test_the_settings_name_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert chroma_server(read_settings()) is None
    monkeypatch.setenv("WHOSAID_CHROMA_URL", "https://chroma.example/behind/")
    monkeypatch.setenv("WHOSAID_CHROMA_TOKEN", "t0ken")
    settings = read_settings()
    assert chroma_server(settings) == ChromaServer("https://chroma.example/behind", "t0ken")
    assert settings.secrets() == ["t0ken"]


# Servers that are no Chroma


class Odd(BaseHTTPRequestHandler):
    status, body = 200, b"<html>"

    def do_GET(self) -> None:
        self.server.seen = dict(self.headers)  # type: ignore[attr-defined]
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def odd() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (200, b"<html>", "is no Chroma server .*see WHOSAID_CHROMA_URL"),
        (200, b"[]", "is no Chroma server"),
        (404, b"{}", "is no Chroma server"),
        (500, b'{"error": "InternalError", "message": "two\\nlines"}', "refuses: two lines"),
        (401, b"", "refuses us .401.; see WHOSAID_CHROMA_TOKEN"),
        (403, b'{"error": "AuthError", "message": "no"}', "see WHOSAID_CHROMA_TOKEN"),
    ],
)
def test_a_server_that_speaks_otherwise_is_one_line(
    odd: HTTPServer, status: int, body: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Odd, "status", status)
    monkeypatch.setattr(Odd, "body", body)
    server = ChromaServer(f"http://127.0.0.1:{odd.server_port}", "t0ken")
    with pytest.raises(Fault, match=told) as caught:
        server.collection("any").count()
    assert str(caught.value).isprintable()
    assert "t0ken" not in str(caught.value)
    assert odd.seen["Authorization"] == "Bearer t0ken"  # type: ignore[attr-defined]


def test_a_proxy_is_not_asked_for_loopback(
    chroma: RunningChroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server_of(chroma).check()


def test_a_server_that_hangs_holds_a_question_up_for_seconds_only() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = ChromaServer(f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(Fault, match="no answer in time"):
            server.collection("any").nearest(np.ones(2, np.float32), 1)
        assert time.monotonic() - began < 8
