"""The proof without a network: `python -m installers.test` prints a table of what was tried."""
