"""Gets the token with which a mailbox is opened: an application's own, of an identity provider.

STANDARDS: RFC 6749 section 4.4 (client credentials), RFC 7523 (a certificate proves the client),
OpenID Connect Discovery 1.0 section 4 (where the provider's endpoints are).

SECURITY: only https, verified against `ca_file` or the system's list; an address in plain http
is refused wherever it comes from, and a request with a secret follows no redirect. Nothing is
asked of Microsoft's central directory about a provider: `authority` is the administrator's word.
Token and secret stand in no error and no log, and on no disk of ours; the library's own log is
switched off, for it quotes answers.

ERRORS: `TokenError`, in our words; `refused` where the provider does not accept the application.

BUGS: the timeout counts from byte to byte, so a provider that drips its answer may take longer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from models.settings_tables import OAuth

if TYPE_CHECKING:
    from msal import ConfidentialClientApplication

logging.getLogger("msal").setLevel(logging.CRITICAL)

#: Error codes of RFC 6749 section 4.1.2.1 that will pass; all others are the client's fault.
_PASSING = frozenset({"temporarily_unavailable", "server_error"})
_MICROSOFT = (".ciamlogin.com", ".b2clogin.com")


class TokenError(Exception):
    """There is no token. `reason` is a word of a closed list, for the log."""

    def __init__(self, said: str, *, reason: str, refused: bool = False) -> None:
        super().__init__(said)
        self.reason = reason
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and for how many more seconds it is good."""

    value: str = field(repr=False)
    seconds_left: int


def get_token(oauth: OAuth, timeout_seconds: float) -> Token:
    """The token for `oauth`: the one in memory, or a new one where that is near its end.

    Secret and certificate are read anew each time, so that a renewed one needs no restart.

    Args:
        oauth: the application and its provider.
        timeout_seconds: how long to wait for an answer of the provider.

    Raises:
        TokenError: the provider refuses the application, cannot be reached or is not understood,
            or a file of the settings cannot be used.
    """
    proof = _proof(oauth)
    with _translated():
        answer = _application(oauth, proof, timeout_seconds).acquire_token_for_client([oauth.scope])
        token = answer.get("access_token")
        if token:
            return Token(str(token), int(answer.get("expires_in") or 0))
        error = str(answer["error"])  # neither token nor error: an answer of something else
    if error in _PASSING:
        raise TokenError("the token provider cannot answer now", reason="token_unavailable")
    raise TokenError(
        "the token provider refuses the application; check mailbox.oauth.client_id, its secret or "
        "certificate, and scope",
        reason="token_refused",
        refused=True,
    )


def forget_token(oauth: OAuth, timeout_seconds: float) -> None:
    """Forget the token in memory: the server refused it, the next try shall get a new one.

    Raises:
        TokenError: see `get_token`.
    """
    proof = _proof(oauth)
    with _translated():
        _application(oauth, proof, timeout_seconds).remove_tokens_for_client()


def _proof(oauth: OAuth) -> str:
    """The secret, or key and certificate in PEM."""
    name = "secret_file" if oauth.secret_file else "certificate_file"
    file = oauth.secret_file or oauth.certificate_file
    try:
        text = file.read_text(encoding="utf-8") if file else ""
    except (OSError, UnicodeDecodeError) as problem:
        said = getattr(problem, "strerror", None) or type(problem).__name__
        raise TokenError(
            f"mailbox.oauth.{name}: {file} cannot be read ({said})", reason="settings_unusable"
        ) from None
    if oauth.ca_file is not None and not oauth.ca_file.is_file():
        raise TokenError(
            f"mailbox.oauth.ca_file: {oauth.ca_file} is not there", reason="settings_unusable"
        )
    if not text.strip():
        raise TokenError(f"mailbox.oauth.{name}: {file} is empty", reason="settings_unusable")
    return text if oauth.certificate_file else text.rstrip("\r\n")


@lru_cache(maxsize=32)
def _application(oauth: OAuth, proof: str, timeout: float) -> ConfidentialClientApplication:
    """The library's application, which keeps the token; one for each set of settings and proof.

    Raises:
        Exception: whatever the library raises where the provider cannot be asked; `_translated`.
    """
    import requests  # here: `ostiary` must start without what most installations do not need
    from msal import ConfidentialClientApplication

    session = requests.Session()
    del session.adapters["http://"]
    session.request = partial(  # type: ignore[method-assign]
        session.request,
        timeout=timeout,
        allow_redirects=False,
        # Not as the session's own: REQUESTS_CA_BUNDLE in the environment would override that.
        verify=str(oauth.ca_file) if oauth.ca_file else True,
    )
    address = oauth.authority.rstrip("/")
    where = {"authority" if _is_entra(address) else "oidc_authority": address}
    return ConfidentialClientApplication(
        oauth.client_id,
        client_credential=_certified(proof) if oauth.certificate_file else proof,
        http_client=session,
        instance_discovery=False,
        validate_authority=False,
        **where,
    )


def _certified(pem: str) -> dict[str, str]:
    """Key and certificate as the library takes them.

    Raises:
        TokenError: there is no certificate, or no key without a passphrase.
    """
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509 import load_pem_x509_certificate

    try:
        load_pem_private_key(pem.encode(), password=None)
        load_pem_x509_certificate(pem.encode())
    except (ValueError, TypeError):
        raise TokenError(
            "mailbox.oauth.certificate_file: it must hold a certificate and its key, without a "
            "passphrase, in PEM",
            reason="settings_unusable",
        ) from None
    return {"private_key": pem, "public_certificate": pem}


def _is_entra(address: str) -> bool:
    """Whether it is a tenant of Microsoft's (or ADFS), whose discovery stands under /v2.0."""
    from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS

    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    adfs = parts.path.strip("/").lower() == "adfs"
    return host in WELL_KNOWN_AUTHORITY_HOSTS or host.endswith(_MICROSOFT) or adfs


@contextmanager
def _translated() -> Iterator[None]:
    """Every fault of library, provider and network as a TokenError without the provider's words."""
    from msal.exceptions import MsalError
    from requests import exceptions

    try:
        yield
    except TokenError:
        raise
    except exceptions.SSLError:
        said, reason = "its certificate does not verify", "tls_failed"
    except exceptions.Timeout:
        said, reason = "it does not answer in time", "timeout"
    except (exceptions.ConnectionError, OSError) as problem:
        said = "its answer is an error" if _answered(problem) else "it cannot be reached"
        reason = "token_unavailable" if _answered(problem) else "connect_failed"
    except MsalError:
        said, reason = "it cannot answer now", "token_unavailable"
    except (ValueError, KeyError, TypeError, AttributeError):
        said, reason = (
            "its answer is not understood; check mailbox.oauth.authority",
            "not_understood",
        )
    else:
        return
    raise TokenError(f"the token provider: {said}", reason=reason)


def _answered(problem: Any) -> bool:
    return getattr(problem, "response", None) is not None
