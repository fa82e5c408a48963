"""The real Chroma server (Rust) as a child process on loopback."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

_START_SECONDS = 60
_STOP_SECONDS = 10


class RunningChroma:
    """`chroma run` on a folder of its own; can be stopped and started again at the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Return when it answers."""
        chroma = Path(sys.executable).with_name("chroma")
        place = ["--host", "127.0.0.1", "--port", str(self._port), "--path", str(self._folder)]
        with (self._folder.with_suffix(".log")).open("ab") as log:
            self._process = subprocess.Popen([chroma, "run", *place], stdout=log, stderr=log)
        end = time.monotonic() + _START_SECONDS
        while not _answers(f"{self.url}/api/v2/heartbeat"):
            if time.monotonic() > end or self._process.poll() is not None:
                self.stop()
                raise TimeoutError(f"chroma run does not answer at {self.url}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End this very process."""
        if self._process:
            self._process.kill()
            self._process.wait(_STOP_SECONDS)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=1) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False
