"""The air gap, the process jail."""
