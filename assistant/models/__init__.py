"""All models of a user: which there are, who signed them, which may be used."""
