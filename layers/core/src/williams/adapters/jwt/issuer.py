"""JSON Web Tokens of one issuer, checked by the keys that it publishes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import jwt

from williams.domain.errors import StoreUnavailable, Unauthenticated
from williams.domain.tokens import Principal, Scope

# Nothing symmetric, and never `none`: the header of a token must not choose how it is checked.
_ALGORITHMS: Final = ("RS256", "ES256")
_KEYS_SECONDS: Final = 300
_TIMEOUT_SECONDS: Final = 5
_LEEWAY_SECONDS: Final = 30
# Anybody can send a token with an unknown key; the issuer is not asked each time.
_REFRESH_SECONDS: Final = 10
# Owners are folders in the bucket, so nothing that leads out of one.
_OWNER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._|:+-]{0,99}")


@dataclass(frozen=True)
class Issuer:
    """``owner_claim`` names the caller; ``scopes_claim`` holds scopes, each after ``scope_prefix``."""

    issuer: str
    audience: str
    keys_url: str
    owner_claim: str = "sub"
    scopes_claim: str = "scope"
    scope_prefix: str = ""


class JwtIdentity:
    """See :class:`williams.ports.tokens.IdentityPort`."""

    def __init__(self, issuer: Issuer, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._keys = jwt.PyJWKClient(issuer.keys_url, lifespan=_KEYS_SECONDS, timeout=_TIMEOUT_SECONDS)
        self._clock = clock
        self._refreshed = float("-inf")

    def principal(self, token: str) -> Principal:
        try:
            claims = jwt.decode(
                token,
                self._key(jwt.get_unverified_header(token).get("kid")),
                algorithms=_ALGORITHMS,
                audience=self._issuer.audience,
                issuer=self._issuer.issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud", self._issuer.owner_claim]},
            )
        except jwt.PyJWKClientError as error:
            raise StoreUnavailable(
                f"The keys of {self._issuer.issuer} cannot be had. Try again.", str(error)
            ) from error
        except RecursionError:
            # JSON that is nested without end; PyJWT lets it pass.
            raise Unauthenticated(f"The token of {self._issuer.issuer} is not accepted: it cannot be read.") from None
        except jwt.InvalidTokenError as error:
            raise Unauthenticated(f"The token of {self._issuer.issuer} is not accepted: {error}.") from None
        return Principal(owner=self._owner(claims), token_id=str(claims.get("jti", "")), scopes=self._scopes(claims))

    def _key(self, kid: object) -> jwt.PyJWK:
        for refresh in (False, True):
            if refresh:
                if self._clock() - self._refreshed < _REFRESH_SECONDS:
                    break
                self._refreshed = self._clock()
            for key in self._keys.get_signing_keys(refresh=refresh):
                if key.key_id == kid:
                    return key
        raise jwt.InvalidTokenError("it is signed with a key that the issuer does not publish")

    def _owner(self, claims: dict[str, Any]) -> str:
        owner = claims[self._issuer.owner_claim]
        if not isinstance(owner, str) or not _OWNER.fullmatch(owner):
            raise Unauthenticated(f"The token's {self._issuer.owner_claim!r} cannot be the name of an owner.")
        return owner

    def _scopes(self, claims: dict[str, Any]) -> frozenset[Scope]:
        given = claims.get(self._issuer.scopes_claim, [])
        names = given.split() if isinstance(given, str) else given
        known = {self._issuer.scope_prefix + scope.value: scope for scope in Scope}
        return frozenset(known[name] for name in names if name in known)
