"""The interface control document: mechanical, electrical and data interfaces."""

from pathlib import Path

import interface_tables as t
import product as p
from word import WordDocument

FILE = "AST-ICD-002_interface_control.docx"
TITLE = "Aft Strut Interface Control Document"


def build(folder: Path) -> None:
    """Write the document into `folder`."""
    document = WordDocument(TITLE, p.MARKING, f"{p.INTERFACES}  Rev B\t\t{TITLE}")
    document.title(TITLE)
    document.table("Document particulars", t.PARTICULARS, (45, 120))
    _scope(document)
    _mechanical(document)
    _electrical(document)
    _data_bus(document)
    _verification(document)
    document.save(folder / FILE)


def _scope(document: WordDocument) -> None:
    document.heading("1 Scope", 1)
    document.text(
        f"This document defines the interfaces between the {p.PRODUCT}, part number"
        f" {p.PART_NUMBER}, and the second stage of the {p.VEHICLE}. The strut supplier controls"
        " the strut side, the vehicle integrator the vehicle side. A change needs the agreement of"
        " both."
    )
    document.text(
        "Requirements for the strut are in AST-SPC-001. Where this document and the specification"
        " disagree, the specification decides."
    )
    document.heading("2 Conventions", 1)
    document.text(
        "Strut axes: the origin is the centre of pin A at the thrust frame, x runs towards pin B at"
        " the engine, z through the centre of the drive electronics. Extension and tension are"
        " positive. Numbers with the prefix 0x are hexadecimal. Bit 0 is the least significant bit;"
        " integers of more than one byte are sent with the least significant byte first."
    )


def _mechanical(document: WordDocument) -> None:
    document.heading("3 Mechanical interface", 1)
    document.heading("3.1 Attachment", 2)
    document.text(
        "Each rod end is a spherical bearing held by one pin in double shear. The vehicle supplies"
        " pins, bushings and nuts.",
        footnote=(
            "Pins are replaced whenever a strut is replaced. A pin that has carried the proof load"
            " of acceptance is not counted as used."
        ),
    )
    document.table(
        "Table 3-1: Attachment at pin A and pin B",
        t.ATTACHMENT,
        (49, 29, 29, 29, 29),
        header_rows=2,
        merges=((0, 1, 0, 2), (0, 3, 0, 4), (0, 0, 1, 0)),
    )
    document.heading("3.2 Envelope of the drive electronics", 2)
    document.text(
        "The drive electronics and the connectors with their backshells stay within the box of"
        " Table 3-2. The vehicle keeps a clearance of 12 mm from it in all positions of the engine."
    )
    document.table("Table 3-2: Envelope of the drive electronics", t.ENVELOPE, (55, 55, 55))
    document.heading("3.3 Heat", 2)
    document.text(
        "The strut gives off not more than 118 W averaged over a stage burn, of which 64 W leave"
        " through pin A. The vehicle keeps the bracket at pin A below 60 °C at ignition."
    )


def _electrical(document: WordDocument) -> None:
    document.heading("4 Electrical interface", 1)
    document.heading("4.1 Connector J1, power", 2)
    document.text(
        "J1 is a receptacle to MIL-DTL-38999, series III, insert arrangement 17-6, with six pin"
        " contacts of size 12. Power bus: 98 V to 132 V DC, 24.5 A at most."
    )
    document.table("Table 4-1: Pin-out of J1", t.J1, (20, 58, 30, 57))
    document.heading("4.2 Connector J2, signal", 2)
    document.text(
        "J2 is a receptacle to MIL-DTL-38999, series III, insert arrangement 13-35, with 22 pin"
        " contacts of size 22D. Contacts that are not named are not connected."
    )
    document.table("Table 4-2: Pin-out of J2", t.J2, (20, 58, 30, 57))
    document.heading("4.3 Grounding and bonding", 2)
    document.text(
        "Both returns are isolated from the housing by not less than 20 megohm. The bonding stud is"
        " M5; the strap of the vehicle is fastened to it with 5.2 N·m. The resistance from the stud"
        " to the thrust frame is not more than 2.5 milliohm. Cable shields are connected to the"
        " backshells over the whole circumference at both ends."
    )


def _data_bus(document: WordDocument) -> None:
    document.heading("5 Data bus", 1)
    document.heading("5.1 Physical layer", 2)
    document.text(
        "CAN to ISO 11898-2 at 1 Mbit/s with 11-bit identifiers. The strut does not terminate the"
        " bus; the vehicle terminates it with 120 ohm at both ends. The stub from the bus to J2 is"
        " not longer than 0.30 m."
    )
    document.heading("5.2 Messages", 2)
    document.table(
        "Table 5-1: CAN messages",
        t.MESSAGES,
        (47, 21, 21, 30, 16, 30),
        header_rows=2,
        merges=((0, 1, 0, 2), (0, 0, 1, 0), (0, 3, 1, 3), (0, 4, 1, 4), (0, 5, 1, 5)),
    )
    document.heading("5.3 Pitch or yaw", 2)
    document.text(
        "The strut reads its place once, at start-up, from the strap between pins 20 and 21 of J2:"
        " open means pitch, closed means yaw. It answers only to the identifiers of its place. When"
        " the strap changes after start-up the strut sets bit 12 of the status word and goes on in"
        " the place it read."
    )
    document.heading("5.4 Position command", 2)
    document.table("Table 5-2: Position command, 0x210 and 0x211", t.COMMAND, (18, 47, 25, 75))
    document.text(
        "A command is valid when its counter has advanced by one and its checksum agrees. After"
        " 25 ms without a valid command (five periods) the strut holds its position; after 100 ms"
        " it returns to null at 20 mm/s and engages the brake."
    )
    document.heading("5.5 Status", 2)
    document.table("Table 5-3: Status, 0x290 and 0x291", t.STATUS, (18, 47, 25, 75))
    document.table("Table 5-4: Status word", t.STATUS_BITS, (18, 42, 105))
    document.heading("5.6 Health", 2)
    document.table("Table 5-5: Health, 0x310 and 0x311", t.HEALTH, (18, 47, 25, 75))
    document.heading("5.7 Built-in test", 2)
    document.text(
        "The built-in test is requested with identifier 0x7A0 for the pitch strut and 0x7A1 for the"
        " yaw strut, on the ground only: byte 0 is 0x5A, byte 1 its complement 0xA5. The strut"
        " answers with 0x7A8 or 0x7A9 within 8 s. Byte 0 of the answer is 0x00 for passed and the"
        " number of failed checks otherwise; bytes 1 to 4 have a bit for each check."
    )


def _verification(document: WordDocument) -> None:
    document.heading("6 Verification of the interface", 1)
    document.bullets(
        "Pins and rod ends: gauges on every unit; trial fit on the vehicle mock-up once.",
        "Pin-out: continuity and insulation on every unit.",
        "Messages: log of 60 s at full rate on every unit, without error frames.",
        "Bus load: not more than 40 % with both struts at full rate, shown by calculation.",
    )
