"""The Linux packages: fetch, compile, stage one tree, and pack it as .deb and .rpm."""
