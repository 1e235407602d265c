"""The recipe of the embedder's tuning. It needs PyTorch."""
