"""Signed model packs: written, verified, copied. The format is OpenSSF Model Signing v1.0."""
