"""Native libraries, one module each."""
