"""A small OpenID Connect provider on loopback: discovery, authorize, token (RS256, PKCE), keys and userinfo.

`claims` and `userinfo` are what it says of the person; `spoil` changes one of its answers, by the path's last word.
"""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "the-hubs", "a made-up secret"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Scripted:
    url: str = ""
    claims: dict = field(default_factory=dict)
    userinfo: dict = field(default_factory=dict)
    key: rsa.RSAPrivateKey = KEY
    spoil: dict[str, Callable[[dict], object]] = field(default_factory=dict)
    asked: dict[str, dict] = field(default_factory=dict)  # by code: what the browser brought
    seen: list[str] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)

    def settings(self) -> list[dict]:
        one = {"provider_id": "one", "name": "Schools’ Sign-in", "client_id": CLIENT, "secret": SECRET}
        return [{**one, "server_url": self.url}]

    def discovery(self) -> dict:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        paths["userinfo_endpoint"] = "userinfo"
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        return {"issuer": self.url, **methods, **{name: f"{self.url}/{path}" for name, path in paths.items()}}

    def keys(self) -> dict:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "today", "alg": "RS256", "use": "sig"}]}

    def authorize(self, query: dict) -> str:
        code = token_urlsafe(16)
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict) -> dict:
        query = self.asked.pop(form["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        ours = form["client_id"] == CLIENT and form["client_secret"] == SECRET
        if not ours or query["code_challenge"] != challenge.decode() or query["code_challenge_method"] != "S256":
            return {"error": "invalid_grant"}
        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "sub": "person-1", "iat": now, "exp": now + 300}
        said |= {"nonce": query["nonce"], **self.claims}
        self.issued += [token_urlsafe(24), jwt.encode(said, self.key, "RS256", {"kid": "today"})]
        return {"access_token": self.issued[-2], "token_type": "Bearer", "id_token": self.issued[-1]}


@contextmanager
def running():
    scripted = Scripted()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            where = urlsplit(self.path)
            name = where.path.rsplit("/", 1)[-1]
            if name == "authorize":
                self.send_response(302)
                query = {key: values[0] for key, values in parse_qs(where.query).items()}
                self.send_header("Location", scripted.authorize(query))
                self.end_headers()
                return
            person = {"sub": "person-1", **scripted.userinfo}
            self.say(name, {"keys": scripted.keys, "userinfo": lambda: person}.get(name, scripted.discovery)())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.say("token", scripted.token({key: values[0] for key, values in parse_qs(body).items()}))

        def say(self, name, answer):
            scripted.seen.append(name)
            answer = scripted.spoil.get(name, lambda same: same)(answer)
            status, answer = (answer, {}) if isinstance(answer, int) else (200, answer)
            body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scripted.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield scripted
    finally:
        server.shutdown()
        server.server_close()
