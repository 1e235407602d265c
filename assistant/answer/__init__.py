"""Retrieve, read, compose, verify: what turns a question into a cited answer."""
