"""Builds packages, media and what an accreditor asks for; no part of Hangar itself."""
