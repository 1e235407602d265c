"""Simulation decks: Nastran, Abaqus, LS-DYNA."""

import pytest

from assistant.domain.document import BlockKind
from assistant.parse.deck import parse
from assistant.parse.nastran_cards import card_fields, card_reading
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts

NASTRAN = b"""\
SOL 103
CEND
TITLE = Plate modes
SUBCASE 1
  LOAD = 2
BEGIN BULK
$ written by hand
$
$ Property 1 : skin
PSHELL         1       1    .125       1
$ Material 1 : AISI 4340 Steel
MAT1           1   2.9+7             .327.3315-4   6.6-6     70.        +
$ allowables
+        215000. 240000. 156000.
force,7,11,,100.,1.,0.,0.
ENDDATA
"""

ABAQUS = b"""\
*Heading
DCB fatigue
** Units: N, mm, s
**
** Nominal ply thickness: 0.131 mm
*Material, name=IM7-8552
*Density
 1.57e-9,
*User material, constants=4
**  1         2         3         4
**  E1,       E2,       G12,      nu12
    171420.0, 9080.0,   5290.0,   0.32
*Step, name=Load, nlgeom=YES
*Boundary
 TIP, 3, 3, 0.02
*End Step
*Amplitude, name=A
"""

DYNA = b"""\
*KEYWORD
*TITLE
Bird strike
$ skin
*MAT_ELASTIC_TITLE
Aluminium 2024-T3
$#     mid        ro         e        pr
         1 2.7800E-9   73100.0      0.33
*NODE
$#   nid               x               y               z
       1             0.0             5.0             0.0
*END
"""


def test_a_nastran_deck_has_parts_and_cards():
    document = parse(NASTRAN, "plate.bdf")
    assert document.title == "Plate modes"
    assert block_with(document, "SOL 103").section == ("Executive control",)
    assert block_with(document, "LOAD = 2").section == ("Case control", "SUBCASE 1")
    assert block_with(document, "PSHELL").section == ("Bulk data", "PSHELL")
    assert document.pages[0].text == NASTRAN.decode()
    assert offsets_hold(document)


def test_a_card_keeps_its_comments_and_continuations():
    block = block_with(parse(NASTRAN, "plate.dat"), "MAT1")
    text = NASTRAN.decode()[block.start : block.end]
    assert text.startswith("$ Material 1 : AISI 4340 Steel\nMAT1")
    assert text.endswith("156000.")
    assert block.kind is BlockKind.CARD
    assert block.reading == (
        "Material 1 : AISI 4340 Steel\nMAT1 (isotropic material): MID 1; E 2.9E+7; NU .32;"
        " RHO 7.3315E-4; A 6.6E-6; TREF 70.; ST 215000.; SC 240000.; SS 156000."
    )


def test_comments_further_up_stand_alone():
    assert "$ written by hand" in texts(parse(NASTRAN, "plate.nas"), BlockKind.PARAGRAPH)


@pytest.mark.parametrize(
    ("lines", "reading"),
    [
        (
            ["force,7,11,,100.,1.,0.,0."],
            "FORCE (static force): SID 7; G 11; F 100.; N1 1.; N2 0.; N3 0.",
        ),
        (["PSHELL\t1\t1\t.125"], "PSHELL (shell property): PID 1; MID1 1; T .125"),
        (
            ["GRID*   1                               1.0             2.0", "*       3.0"],
            "GRID (grid point): ID 1; X1 1.0; X2 2.0; X3 3.0",
        ),
        (
            ["SPC1,1,123456,11,THRU,20"],
            "SPC1 (single-point constraint): SID 1; C 123456; G1 11; G2 THRU; G3 20",
        ),
        (["NOSUCH,1,2"], ""),
    ],
)
def test_fields_are_named_in_every_format(lines, reading):
    assert card_reading(lines) == reading


def test_the_name_of_a_continuation_is_no_field():
    first = "CORD2C         1       0      0.      0.      0.      0.      0.      1.+FEMAPC1"
    assert "+FEMAPC1" not in card_fields([first, "+FEMAPC1      1.      0.      1."])


def test_thousands_of_grid_points_come_in_groups_that_end_with_a_card():
    grids = "\n".join(f"GRID,{i},,0.,{i}.,0.\n,1" for i in range(1, 2001))
    document = parse(f"BEGIN BULK\n{grids}\nENDDATA\n".encode(), "big.bdf")
    blocks = [text for text in texts(document) if text.startswith("GRID")]
    assert 100 < len(blocks) < 250
    assert all(text.endswith(",1") for text in blocks)
    assert "ID CP X1 X2 X3" in readings(document)[0]


def test_an_abaqus_deck_has_materials_and_steps():
    document = parse(ABAQUS, "dcb.inp")
    assert document.title == "DCB fatigue"
    assert block_with(document, "1.57e-9").section == ("*Material, name=IM7-8552", "*Density")
    step = "*Step, name=Load, nlgeom=YES"
    assert block_with(document, "TIP, 3").section == (step, "*Boundary")
    assert block_with(document, "*End Step").section == (step,)
    assert block_with(document, "*Amplitude").section == ("*Amplitude, name=A",)
    assert offsets_hold(document)


def test_abaqus_values_are_named_by_the_comment_above_them():
    reading = block_with(parse(ABAQUS, "dcb.inp"), "171420").reading
    assert reading.endswith("E1 171420.0; E2 9080.0; G12 5290.0; nu12 0.32")


def test_the_comment_above_a_keyword_belongs_to_it():
    block = block_with(parse(ABAQUS, "dcb.inp"), "0.131 mm")
    assert block.kind is BlockKind.CARD
    assert block.reading.startswith("Nominal ply thickness: 0.131 mm")


def test_a_long_abaqus_card_is_cut_between_its_lines_and_says_its_keyword():
    nodes = "\n".join(f"{i}, {i}.0, 0.0, 0.0" for i in range(1, 501))
    document = parse(f"*Node, nset=ALL\n{nodes}\n".encode(), "mesh.inp")
    assert len(texts(document)) > 10
    assert readings(document)[-1].startswith("*Node, nset=ALL\n")
    assert "\n".join(texts(document)) == document.pages[0].text.rstrip("\n")


def test_an_ls_dyna_deck_names_its_fields():
    document = parse(DYNA, "bird.k")
    assert document.title == "Bird strike"
    material = block_with(document, "73100.0")
    assert material.section == ("*MAT_ELASTIC_TITLE", "Aluminium 2024-T3")
    assert "mid 1; ro 2.7800E-9; e 73100.0; pr 0.33" in material.reading
    assert "nid 1; x 0.0; y 5.0; z 0.0" in block_with(document, "5.0").reading
    assert offsets_hold(document)


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ("$# mid, ro, e, pr\n1,7.85e-9,,0.3\n", "mid 1; ro 7.85e-9; pr 0.3"),
        (
            "$#     mid        ro         e        pr\n1,7.85e-9,,0.3,\n",
            "mid 1; ro 7.85e-9; pr 0.3",
        ),
        ("$# mid, ro, e, pr\n1 7.85e-9 2.1e5 0.3\n", "mid 1; ro 7.85e-9; e 2.1e5; pr 0.3"),
    ],
)
def test_an_empty_field_between_commas_keeps_its_place(rows, named):
    deck = f"*KEYWORD\n*MAT_ELASTIC\n{rows}*END\n"
    assert block_with(parse(deck.encode(), "a.k"), "7.85e-9").reading.endswith(f"\n{named}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{'MAT1*':8}{1:>16}{2.1e5:>16}{'':16}{0.3:>16}*M1", f"{'*M1':8}{7.85e-9:>16}"),
        ("MAT1*,1,210000.0,,0.3,*M1", "*M1,7.85e-09"),
    ],
)
def test_a_continuation_named_like_a_keyword_keeps_a_nastran_deck(first, second):
    document = parse(f"BEGIN BULK\n{first}\n{second}\nENDDATA\n".encode(), "a.bdf")
    assert document.format == "nastran"
    assert block_with(document, "MAT1").reading == (
        "MAT1 (isotropic material): MID 1; E 210000.0; NU 0.3; RHO 7.85e-09"
    )


def test_a_named_continuation_in_free_format_holds_four_fields():
    lines = ["MAT1*,1,2.1+5,,.3,*M1", "*M1,7.85-9,,,,*M2", "*M2,,300."]
    assert card_reading(lines).endswith("NU .3; RHO 7.85E-9; SC 300.")


@pytest.mark.parametrize("name", ["notes.dat", "notes.inp", "notes.key"])
def test_what_is_no_deck_is_plain_text(name):
    document = parse(b"1 Scope\n\nThe strut carries 41.3 kN.\n", name)
    assert document.format == "text"
    assert block_with(document, "41.3").section == ("1 Scope",)


@pytest.mark.parametrize(
    ("deck", "name", "title"),
    [
        (b"$ -----\n$ Wing box, static loads\n$ Units: N, mm\nGRID,1,,0.,0.,0.\n", "a.bdf", None),
        (b"** IM7/8552, Wing box, static loads\n*Material, name=A\n", "a.inp", "IM7/8552, {}"),
        (b"*KEYWORD\n$# Wing box, static loads\n*NODE\n", "a.k", None),
        (b"$TITLE   = Wing box, static loads\nMAT1,1,2.1+11,,.3,7850.\n", "a.pch", None),
        (b"TITLE Wing box, static loads\nBEGIN BULK\nENDDATA\n", "a.fem", None),
        (b"$ Generated by a program\n$ Wing box, static loads\nBEGIN BULK\n", "a.bdf", None),
        (b"*Heading\n** Job name: J1 Model name: M1\n*Node\n1, 0., 0.\n", "a.inp", ""),
        (b"$ The tip is held by hand.\n$  1       2\nGRID,1,,0.,0.,0.\n", "a.bdf", ""),
        (b"GRID,1,,0.,0.,0.\n$ Wing box, static loads\nGRID,2,,0.,0.,0.\n", "a.bdf", ""),
    ],
)
def test_a_deck_without_a_title_card_is_named_by_its_first_comment(deck, name, title):
    expected = "{}" if title is None else title
    assert parse(deck, name).title == expected.format("Wing box, static loads")
