"""Reranking by any cross-encoder behind the common `POST …/rerank`."""

import time
from collections.abc import Sequence
from ipaddress import ip_address

import httpx

from retrieval.faults import Fault
from retrieval.reranking.replies import COMMON, TEI, Dialect, read_scores

_SECONDS = 10  # for all of one question's texts
_MOST_BYTES = 8_000_000  # of a reply: some send the texts back
_QUESTION, _TEXT = 1_000, 4_000  # characters; cross-encoders read little more
_UNPROCESSABLE = 422  # what a server says that wants other fields


class _Unprocessable(Fault):
    pass


class EndpointReranker:
    """A cross-encoder behind an endpoint; it is asked in the words that it takes."""

    def __init__(self, model: str, api_key: str | None, base_url: str) -> None:
        self._model = model
        self._url = base_url.rstrip("/").removesuffix("/rerank") + "/rerank"
        self._key = api_key
        self._dialect = COMMON
        self._client = httpx.Client(trust_env=not _is_near(base_url))

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return one score per text, higher is better. Raises `Fault` where there are none."""
        question, texts = _cut(question, _QUESTION), [_cut(text, _TEXT) for text in texts]
        deadline = time.monotonic() + _SECONDS
        try:
            return self._scored(self._dialect, question, texts, deadline)
        except _Unprocessable as fault:
            if self._dialect is TEI:
                raise
            try:
                scores = self._scored(TEI, question, texts, deadline)
            except _Unprocessable:
                raise fault from None
            self._dialect = TEI
            return scores

    def _scored(
        self, dialect: Dialect, question: str, texts: Sequence[str], deadline: float
    ) -> list[float]:
        scores: list[float] = []
        for start in range(0, len(texts), dialect.texts):
            part = texts[start : start + dialect.texts]
            content = self._posted(dialect.body(self._model, question, part), deadline)
            try:
                scores += read_scores(content, len(part))
            except ValueError as error:
                raise self._fault(str(error)) from None
        return scores

    def _posted(self, body: object, deadline: float) -> bytes:
        headers = {"Accept-Encoding": "identity"}  # what is not packed cannot swell
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        left = max(0.001, deadline - time.monotonic())
        try:
            with self._client.stream(
                "POST", self._url, json=body, headers=headers, timeout=left
            ) as response:
                self._require_ok(response.status_code)
                return self._content(response, deadline)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._fault(type(error).__name__) from None  # what it says may hold the key

    def _require_ok(self, status: int) -> None:
        if status == _UNPROCESSABLE:
            raise _Unprocessable(str(self._fault(f"status {status}")))
        if status != httpx.codes.OK:
            raise self._fault(f"status {status}")

    def _content(self, response: httpx.Response, deadline: float) -> bytes:
        content = bytearray()
        for piece in response.iter_raw():
            content += piece
            if len(content) > _MOST_BYTES:
                raise self._fault("its reply is too long")
            if time.monotonic() > deadline:
                raise self._fault(f"no reply within {_SECONDS} seconds")
        return bytes(content)

    def _fault(self, what: str) -> Fault:
        return Fault(
            f"the reranker {self._model} gives no scores ({what}): check WHOSAID_RERANKER, "
            "WHOSAID_RERANKER_URL and WHOSAID_RERANKER_KEY"
        )


def _cut(text: str, most: int) -> str:
    return text[:most].encode("utf-8", "replace").decode("utf-8")


def _is_near(url: str) -> bool:
    """Tell whether a URL is of this machine or network, where a proxy has no business."""
    host = httpx.URL(url).host
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
