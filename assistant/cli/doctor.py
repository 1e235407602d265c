"""hangar doctor: proves what Hangar promises, and says what is amiss and what to do."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.command import Commands, Invocation, add_json
from assistant.cli.console import Console, counted
from assistant.cli.report import program_files, report_of
from assistant.errors import UsageError
from assistant.guard.proof import Probe

if TYPE_CHECKING:
    from assistant.doctor import Diagnosis


def add_parser(commands: Commands) -> None:
    """Add `hangar doctor`."""
    parser = commands.add_parser(
        "doctor",
        help="prove the air gap, check models and libraries, print versions",
        description=(
            "Prove that no network can be reached, by trying every way for real; prove the"
            " parsers' jail; compare the models with their hashes; check the libraries, the data"
            " folder and its permissions; print versions. Exits with 1 when anything is amiss,"
            " and says what to do."
        ),
    )
    parser.add_argument(
        "--report",
        metavar="FILE",
        type=Path,
        help="also write it as a text to be signed off, with hashes of the program's files",
    )
    add_json(parser)
    parser.set_defaults(run=run, needs_older_thread=True)


def run(call: Invocation) -> int:
    """Diagnose and print."""
    from assistant.doctor import diagnose  # loads engines, so only behind the air gap

    report: Path | None = call.arguments.report
    if report is not None and report.exists():
        raise UsageError(f"{report} is there already.", hint="Name a new file for the report.")
    diagnosis = diagnose(call.home, call.air_gap, call.older_thread)
    if call.arguments.json:
        call.console.json(_as_json(diagnosis))
    else:
        _print(call.console, diagnosis)
    if report is not None:
        try:
            report.write_text(report_of(diagnosis, program_files()), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{report} cannot be written: {error.strerror}.") from error
        if not call.arguments.json:
            call.console.print(f"Written to {report}, to be signed off.")
    if diagnosis.faults:
        call.console.error(
            f"{counted(diagnosis.faults, 'check')} failed; the report says what to do."
        )
    return 1 if diagnosis.faults else 0


def _as_json(diagnosis: "Diagnosis") -> dict[str, Any]:
    return {
        "sound": not diagnosis.faults,
        "air_gap": {
            "strength": diagnosis.air_gap.strength.value,
            "reason": diagnosis.air_gap.reason,
            "probes": [_probe_as_json(probe) for probe in diagnosis.air_gap_probes],
        },
        "jail": {
            "strength": diagnosis.jail.value,
            "probes": [_probe_as_json(probe) for probe in diagnosis.jail_probes],
        },
        "checks": [asdict(check) for check in diagnosis.checks],
        "versions": diagnosis.versions,
    }


def _probe_as_json(probe: Probe) -> dict[str, Any]:
    return asdict(probe) | {"holds": probe.holds}


def _print(console: Console, diagnosis: "Diagnosis") -> None:
    console.print(console.bold(f"Air gap: {diagnosis.air_gap}"))
    _print_probes(console, diagnosis.air_gap_probes)
    console.print(console.bold(f"Parser jail: {diagnosis.jail}"))
    _print_probes(console, diagnosis.jail_probes)
    console.print(console.bold("Checks"))
    for check in diagnosis.checks:
        console.print(f"  {_mark(console, check.is_sound)} {check.name}: {check.found}")
        if not check.is_sound and check.advice:
            console.paragraph(check.advice, "       ", "       ")
    console.print(console.bold("Versions"))
    for name, version in diagnosis.versions.items():
        console.print(f"  {name:<20} {version}")


def _print_probes(console: Console, probes: tuple[Probe, ...]) -> None:
    for probe in probes:
        console.print(f"  {_mark(console, probe.holds)} {probe.name:<38} {probe.seen}")


def _mark(console: Console, is_sound: bool) -> str:
    return console.good("ok  ") if is_sound else console.bad("FAIL")
