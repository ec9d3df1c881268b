"""An authorization server shaped as Microsoft's: codes for another device, tokens, and who a token belongs to."""

import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

CLIENT_ID = "11111111-2222-3333-4444-555555555555"
MAIL = "https://outlook.office.com/IMAP.AccessAsUser.All"


class Microsoft:
    """Grants the mailbox of one user to whoever shows a device code, once `said` is used up.

    Attributes:
        user: whose mailbox.
        said: errors still to be answered to whoever asks for a token, in order.
        device: what a device code comes with.
        token: what a token comes with.
        asked: the forms that came to the token endpoint, in order.
        wanted: the forms that came for a device code.
        tokens: user by access token.
    """

    def __init__(self, user: str) -> None:
        """Start answering."""
        self.user = user
        self.said: list[str] = []
        self.device: dict[str, object] = {"expires_in": 900, "interval": 5}
        self.token: dict[str, object] = {"expires_in": 3599, "scope": MAIL}
        self.asked: list[dict[str, str]] = []
        self.wanted: list[dict[str, str]] = []
        self.tokens: dict[str, str] = {}
        self._codes: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"microsoft": self}))
        self.port = self._server.server_port
        self.authority = f"http://127.0.0.1:{self.port}/common"
        self.introspection_url = f"http://127.0.0.1:{self.port}/introspect"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    def device_code(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Answer as RFC 8628 §3.2 says."""
        self.wanted.append(form)
        if form.get("client_id") != CLIENT_ID or "scope" not in form:
            return 400, {"error": "unauthorized_client"}
        code = secrets.token_hex(16)
        self._codes.add(code)
        page = {"verification_uri": "https://microsoft.com/devicelogin", "user_code": "F7K2 9QX"}
        return 200, {"device_code": code, **page, **self.device}

    def grant(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Answer as RFC 8628 §3.5 says, or renew."""
        self.asked.append(form)
        if self.said:
            return 400, {"error": self.said.pop(0), "error_description": "AADSTS0: in words"}
        kind = form.get("grant_type", "")
        known = form.get("device_code") in self._codes if kind.endswith(":device_code") else "refresh_token" in form
        if not known or form.get("client_id") != CLIENT_ID:
            return 400, {"error": "invalid_grant"}
        access = secrets.token_hex(16)
        self.tokens[access] = self.user
        said = {"access_token": access, "refresh_token": secrets.token_hex(16), "token_type": "Bearer", **self.token}
        return 200, {name: value for name, value in said.items() if value is not None}


class _Handler(BaseHTTPRequestHandler):
    microsoft: Microsoft

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}
        if self.path == "/common/oauth2/v2.0/devicecode":
            self._answer(*self.microsoft.device_code(form))
        elif self.path == "/common/oauth2/v2.0/token":
            self._answer(*self.microsoft.grant(form))
        else:
            self._answer(404, {})

    def do_GET(self) -> None:
        """Tell a mail server whose a token is (RFC 7662)."""
        user = self.microsoft.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        self._answer(200, {"active": "true", "email": user} if user else {"active": "false"})

    def _answer(self, status: int, said: dict[str, object]) -> None:
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
