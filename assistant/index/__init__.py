"""Chunk, embed, catalogue: what turns documents into a library that can be searched."""
