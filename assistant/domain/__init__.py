"""What Hangar is about: documents, chunks, passages, answers. Standard library only."""
