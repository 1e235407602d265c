"""Hangar: an engineering assistant for isolated workstations."""

__version__ = "0.1.0"
