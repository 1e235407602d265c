"""The fields of the Nastran bulk data cards met most, and how to read a card by them."""

import re
from collections.abc import Sequence

# Names of the fields behind the card's name, in the order of the Quick Reference Guide; '' for
# a field that is not used.
_TABLE = """
GRID grid point: ID CP X1 X2 X3 CD PS SEID
SPOINT scalar point: ID1 ID2 ID3 ID4 ID5 ID6 ID7 ID8
CORD2R rectangular coordinate system: CID RID A1 A2 A3 B1 B2 B3 C1 C2 C3
CORD2C cylindrical coordinate system: CID RID A1 A2 A3 B1 B2 B3 C1 C2 C3
CORD2S spherical coordinate system: CID RID A1 A2 A3 B1 B2 B3 C1 C2 C3
MAT1 isotropic material: MID E G NU RHO A TREF GE ST SC SS MCSID
MAT2 anisotropic shell material: MID G11 G12 G13 G22 G23 G33 RHO A1 A2 A3 TREF GE ST SC SS MCSID
MAT4 isotropic thermal material: MID K CP RHO H MU HGEN REFENTH TCH TDELTA QLAT
MAT8 orthotropic shell material: MID E1 E2 NU12 G12 G1Z G2Z RHO A1 A2 TREF Xt Xc Yt Yc S GE F12 STRN
MAT9 anisotropic solid material: MID G11 G12 G13 G14 G15 G16 G22 G23 G24 G25 G26 G33 G34 G35 G36\
 G44 G45 G46 G55 G56 G66 RHO A1 A2 A3 A4 A5 A6 TREF GE
PSHELL shell property: PID MID1 T MID2 12I/T**3 MID3 TS/T NSM Z1 Z2 MID4
PSOLID solid property: PID MID CORDM IN STRESS ISOP FCTN
PBAR simple beam property: PID MID A I1 I2 J NSM - C1 C2 D1 D2 E1 E2 F1 F2 K1 K2 I12
PROD rod property: PID MID A J C NSM
PSHEAR shear panel property: PID MID T NSM F1 F2
PELAS spring property: PID1 K1 GE1 S1 PID2 K2 GE2 S2
PBUSH spring and damper property: PID
PMASS scalar mass property: PID1 M1 PID2 M2 PID3 M3 PID4 M4
CQUAD4 quadrilateral shell: EID PID G1 G2 G3 G4 THETA/MCID ZOFFS - TFLAG T1 T2 T3 T4
CTRIA3 triangular shell: EID PID G1 G2 G3 THETA/MCID ZOFFS - - TFLAG T1 T2 T3
CTETRA tetrahedron: EID PID G1 G2 G3 G4 G5 G6 G7 G8 G9 G10
CHEXA hexahedron: EID PID G1 G2 G3 G4 G5 G6 G7 G8
CPENTA pentahedron: EID PID G1 G2 G3 G4 G5 G6
CBAR simple beam: EID PID GA GB X1 X2 X3 OFFT PA PB W1A W2A W3A W1B W2B W3B
CBEAM beam: EID PID GA GB X1 X2 X3 OFFT PA PB W1A W2A W3A W1B W2B W3B
CROD rod: EID PID G1 G2
CELAS1 scalar spring: EID PID G1 C1 G2 C2
CELAS2 scalar spring: EID K G1 C1 G2 C2 GE S
CBUSH spring and damper: EID PID GA GB X1 X2 X3 CID S OCID S1 S2 S3
CONM2 concentrated mass: EID G CID M X1 X2 X3 - I11 I21 I22 I31 I32 I33
RBAR rigid bar: EID GA GB CNA CNB CMA CMB ALPHA
RBE2 rigid element: EID GN CM GM1 GM2 GM3 GM4 GM5
RBE3 interpolation element: EID - REFGRID REFC WT1 C1 G1 G2
SPC single-point constraint: SID G1 C1 D1 G2 C2 D2
SPC1 single-point constraint: SID C G1 G2 G3 G4 G5 G6
SPCADD constraint combination: SID S1 S2 S3 S4 S5 S6 S7
LOAD load combination: SID S S1 L1 S2 L2 S3 L3
FORCE static force: SID G CID F N1 N2 N3
MOMENT static moment: SID G CID M N1 N2 N3
PLOAD pressure: SID P G1 G2 G3 G4
PLOAD2 pressure: SID P EID1 EID2 EID3 EID4 EID5 EID6
PLOAD4 pressure: SID EID P1 P2 P3 P4 G1 G3/G4 CID N1 N2 N3
GRAV acceleration: SID CID A N1 N2 N3 MB
TEMP temperature: SID G1 T1 G2 T2 G3 T3
TEMPD default temperature: SID1 T1 SID2 T2 SID3 T3 SID4 T4
EIGR real eigenvalue extraction: SID METHOD F1 F2 NE ND - - NORM G C
EIGRL real eigenvalue extraction by Lanczos: SID V1 V2 ND MSGLVL MAXSET SHFSCL NORM
EIGB buckling analysis: SID METHOD L1 L2 NEP NDP NDN - NORM G C
FREQ1 frequency list: SID F1 DF NDF
TSTEP transient time step: SID N1 DT1 NO1
TABDMP1 modal damping table: TID TYPE
PARAM parameter: N V1 V2
"""
_EXPONENT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))([+-]\d{1,3})")
_FIELD_COUNT = 8
_FIELD_WIDTH = 8
_LARGE_WIDTH = 16


def _read_table() -> dict[str, tuple[str, tuple[str, ...]]]:
    cards = {}
    for line in _TABLE.strip().splitlines():
        head, _, fields = line.partition(": ")
        name, _, meaning = head.partition(" ")
        cards[name] = (meaning, tuple("" if f == "-" else f for f in fields.split()))
    return cards


FIELDS = _read_table()
"""Card name → what it stands for, and the names of its fields in order."""


def card_reading(lines: Sequence[str]) -> str:
    """How a card reads: 'MAT1 (isotropic material): MID 1; E 2.9E+7'; empty where unknown.

    Args:
        lines: The card's own lines, without comments.
    """
    fields = card_fields(lines)
    name = fields[0].rstrip("*").upper() if fields else ""
    if name not in FIELDS:
        return ""
    meaning, names = FIELDS[name]
    values = fields[1:]
    pairs = [
        f"{field} {_number(value)}"
        for field, value in zip(names, values, strict=False)
        if field and value
    ]
    rest = [_number(value) for value in values[len(names) :] if value]
    return f"{name} ({meaning}): " + "; ".join([*pairs, *([" ".join(rest)] if rest else [])])


def card_fields(lines: Sequence[str]) -> list[str]:
    """The fields of a card, its name first; continuations joined, their markers left out."""
    fields: list[str] = []
    for i, line in enumerate(lines):
        line = line.partition("$")[0].rstrip()
        if "," in line:
            parts = [part.strip() for part in line.split(",")]
            head, body = parts[0], parts[1:]
            count = _FIELD_COUNT // 2 if "*" in head else _FIELD_COUNT
        else:
            line = line.expandtabs(_FIELD_WIDTH)
            is_large = "*" in line[:_FIELD_WIDTH]
            width = _LARGE_WIDTH if is_large else _FIELD_WIDTH
            count = _FIELD_COUNT // 2 if is_large else _FIELD_COUNT
            head = line[:_FIELD_WIDTH].strip()
            body = [line[j : j + width].strip() for j in range(_FIELD_WIDTH, len(line), width)]
        # Behind the last field stands the name of the continuation.
        body = body[:count]
        if i < len(lines) - 1:
            body += [""] * (count - len(body))
        fields += [head, *body] if i == 0 else body
    return fields


def _number(value: str) -> str:
    """A number as other programs write it: Nastran leaves out the E of 2.9+7."""
    found = _EXPONENT.fullmatch(value)
    return f"{found[1]}E{found[2]}" if found else value
