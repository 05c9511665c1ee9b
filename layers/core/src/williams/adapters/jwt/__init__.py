"""Tokens of an OpenID Connect or OAuth issuer."""
