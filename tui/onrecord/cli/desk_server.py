"""The server that shows the desk in browsers: Textual's own, behind a token.

Who has the token gets a cookie for it, and a desk in a process of its own. Nobody else gets anything.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

COOKIE = "onrecord_token"

_PAGE = Path(__file__).parent / "browser_page"
"""The page around the desk; that of Textual's server asks Google for a font."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

_MOST_CELLS = 1000
"""Columns or rows of a screen that a reader may have; each cell costs this machine memory."""

_PARTING = 2.0
"""Seconds that desks have to end in when the server does."""

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DeskServer(Server):
    """Serves one archive to everybody who has the token."""

    def __init__(self, command: str, host: str, port: int, token: str, public_url: str) -> None:
        """Serve nothing before ``serve``.

        Args:
            command: The command line that shows a desk, for a shell.
            host: The address of this machine to listen at.
            port: The port there.
            token: What has to stand in the address of who comes first.
            public_url: The address by which browsers reach the server, without a slash at its end.
        """
        super().__init__(
            command, host=host, port=port, title="onrecord", public_url=public_url, templates_path=_PAGE
        )
        self._token = token.encode()

    def initialize_logging(self) -> None:
        """Log nothing: addresses hold the token, and what fails may hold texts."""
        logging.getLogger("textual-serve").disabled = True
        logging.getLogger("aiohttp.access").disabled = True

    def listen(self, on_listening: Callable[[], None]) -> None:
        """Serve until Ctrl-C or SIGTERM.

        Args:
            on_listening: Called once browsers can connect.

        Raises:
            OSError: Nothing can be served at the address.
        """
        self.initialize_logging()
        web.run_app(
            self._make_app(),
            host=self.host,
            port=self.port,
            print=lambda *_: on_listening(),
            shutdown_timeout=_PARTING,
        )

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing; the command has said all."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._let_in)
        return app

    @web.middleware
    async def _let_in(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if "token" in request.query:
            response: web.StreamResponse = self._welcome(request.query["token"])
        elif not self._is_token(request.cookies.get(COOKIE, "")) or not self._is_from_here(request):
            response = _refused()
        elif not _is_screen(request.query):
            response = web.Response(status=400, text=f"A screen has at most {_MOST_CELLS} columns and rows.\n")
        else:
            response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        """Pass on what the page of a reader sends; end with the first message that it never sends."""
        async for message in websocket:
            if message.type != WSMsgType.TEXT:
                continue
            match _envelope(message.data):
                case ["stdin", str(keys)]:
                    await app_service.send_bytes(keys.encode("utf-8", "replace"))
                case ["resize", {"width": int(width), "height": int(height)}] if _is_size(width, height):
                    await app_service.set_terminal_size(width, height)
                case ["ping", number]:
                    await websocket.send_json(["pong", number])
                case ["blur"] | ["blur", _]:
                    await app_service.blur()
                case ["focus"] | ["focus", _]:
                    await app_service.focus()
                case _:
                    await websocket.close()

    def _welcome(self, token: str) -> web.Response:
        """Change a token in the address, where it would stay in the history, for a cookie."""
        if not self._is_token(token):
            return _refused()
        response = web.Response(status=302, headers={"Location": f"{self.public_url}/"})
        is_secure = self.public_url.startswith("https:")
        response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=is_secure)
        return response

    def _is_token(self, token: str) -> bool:
        return hmac.compare_digest(token.encode("utf-8", "replace"), self._token)

    def _is_from_here(self, request: web.Request) -> bool:
        """Whether a page of this server asks; browsers name that of a socket, whoever has opened it."""
        return request.headers.get("Origin", self.public_url) == self.public_url


def _envelope(message: str) -> object:
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None


def _is_screen(query: Mapping[str, str]) -> bool:
    """Return whether the size of a screen, if an address names one, is one that a reader may have."""
    sizes = [query[name] for name in ("width", "height") if name in query]
    return all(size.isdecimal() and len(size) < 10 and _is_size(int(size)) for size in sizes)


def _is_size(*sizes: int) -> bool:
    return all(0 < size <= _MOST_CELLS for size in sizes)


def _refused() -> web.Response:
    return web.Response(status=403, text="The address needs the token that onrecord serve has printed.\n")
