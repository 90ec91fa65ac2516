"""Tokens: made here, kept only as a digest, compared only by that digest."""

import hashlib
import hmac
import secrets

ID_BYTES = 12
TOKEN_BYTES = 32


def new_id() -> str:
    """Give the id of an attempt or a folder: 96 random bits for an address, not a secret."""
    return secrets.token_urlsafe(ID_BYTES)


def new_token() -> str:
    """Give a bearer secret of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_seed() -> int:
    """Give the seed of an attempt's generator: 31 bits, kept with the attempt."""
    return secrets.randbits(31)


def digest(key: str, purpose: str, secret: str) -> str:
    """Give what is kept of a long secret: HMAC-SHA-256 under the site's key, bound to one purpose.

    A secret of 256 random bits needs no slow hash; the purpose keeps a token for one door from
    opening another.
    """
    return hmac.new(key.encode(), f"{purpose}:{secret}".encode(), hashlib.sha256).hexdigest()
