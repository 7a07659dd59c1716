"""An OpenID Connect provider on this machine: it says what the test wants it to say, signed as the test wants."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "carteira"
SECRET = "the client secret of these tests, long enough"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`claims` go into the token, `userinfo` is said besides; `asked` is what the token was asked for with."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.claims: dict[str, Any] = {"sub": "17", "aud": CLIENT, "iss": self.issuer, "exp": 2_000_000_000}
        self.userinfo: dict[str, Any] = {"sub": "17", "email": "ana@example.com", "email_verified": True}
        self.discovery: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        self.algorithm = "RS256"
        self.key: Any = KEY
        self.asked: dict[str, list[str]] = {}

    def token(self) -> str:
        key = None if self.algorithm == "none" else self.key
        return jwt.encode(self.claims, key, self.algorithm, headers={"kid": "one"})

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/token":
            return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.token()}
        if path == "/userinfo":
            return self.userinfo
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
        return self.discovery


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(found.answer(self.path))

        def do_POST(self) -> None:
            found.asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._say(found.answer(self.path))

        def _say(self, data: dict[str, Any]) -> None:
            body = json.dumps(data).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found = Provider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
