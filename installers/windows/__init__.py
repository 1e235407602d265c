"""The Windows package: an MSI that is authored, signed and verified on Debian."""
