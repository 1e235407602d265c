"""The page on third-party licences against pyproject.toml and the installed packages."""

import tomllib
from importlib import metadata

from packaging.requirements import Requirement

from assistant.paths import embedder_folder, resources

CHECKOUT = resources().parent
PAGE = resources() / "licences" / "THIRD_PARTY.md"
FAMILIES = ("Apache", "BSD", "LGPL", "MIT", "PSF")


def required() -> dict[str, Requirement]:
    table = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    requirements = map(Requirement, table["project"]["dependencies"])
    return {requirement.name: requirement for requirement in requirements}


def listed() -> dict[str, tuple[str, str]]:
    """Versions and licence of each package on the page."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 5 and row[1].startswith(">=")}


def families(text: str) -> set[str]:
    return {family for family in FAMILIES if family.upper() in text.upper()}


def test_every_package_that_hangar_asks_for_is_on_the_page_with_its_versions() -> None:
    versions = {name: str(requirement.specifier) for name, requirement in required().items()}

    on_page = {name: ",".join(sorted(row[0].split(","))) for name, row in listed().items()}
    assert on_page == {name: ",".join(sorted(v.split(","))) for name, v in versions.items()}


def test_the_licences_on_the_page_are_those_that_the_packages_declare() -> None:
    for name, (_, licence) in listed().items():
        about = metadata.metadata(name)
        classifiers = about.get_all("Classifier") or []
        declared = " ".join(
            [
                *(about.get_all("License-Expression") or []),
                *(text[:80] for text in about.get_all("License") or []),
                *(c for c in classifiers if c.startswith("License")),
            ]
        ).replace("Python Software Foundation", "PSF")
        missing = families(declared) - families(licence)
        assert families(declared), f"{name} declares no licence that this test knows"
        assert not missing, f"{name} declares {missing}, the page says {licence}"


def test_the_page_names_the_model_and_its_weights() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert "all-MiniLM-L6-v2" in text
    assert "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db" in text
    assert '"licence": "Apache-2.0"' in (embedder_folder() / "manifest.json").read_text(
        encoding="utf-8"
    )
