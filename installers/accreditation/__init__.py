"""What an accreditor asks for: SBOM, VEX notes, licence texts, the reproducible-build statement."""
