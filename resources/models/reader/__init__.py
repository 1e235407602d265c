"""The recipe of the reader: train, export, evaluate, calibrate. Training needs PyTorch."""
