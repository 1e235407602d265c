"""The media folder: sign the packages, put them into one folder, and verify it there."""
