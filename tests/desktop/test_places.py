"""Back and forth between places."""

from assistant.desktop.places import Place, Trail

A, B, C = (Place("L", document_id, 1) for document_id in (1, 2, 3))


def test_a_trail_goes_back_and_forward_again() -> None:
    trail = Trail()
    for place in (A, B, C):
        trail.visit(place)

    assert [trail.back(), trail.back(), trail.forward()] == [B, A, B]
    assert trail.can_go_forward


def test_a_new_place_forgets_what_lay_ahead() -> None:
    trail = Trail()
    trail.visit(A)
    trail.visit(B)
    trail.back()
    trail.visit(C)

    assert not trail.can_go_forward
    assert trail.back() == A


def test_turning_pages_makes_no_places_and_comes_back_to_the_page_turned_to() -> None:
    trail = Trail()
    trail.visit(A)
    trail.turn(A.turned_to(7))
    trail.visit(B)

    assert trail.back() == A.turned_to(7)
    assert not trail.can_go_back


def test_the_same_place_twice_is_one_place() -> None:
    trail = Trail()
    trail.visit(A)
    trail.visit(A)

    assert not trail.can_go_back


def test_a_trail_keeps_the_latest_places_only() -> None:
    trail = Trail(limit=2)
    for place in (A, B, C):
        trail.visit(place)

    assert trail.back() == B
    assert not trail.can_go_back


def test_places_in_a_library_that_is_gone_are_forgotten() -> None:
    trail = Trail()
    other = Place("M", 1, 1)
    for place in (A, other, B, Place("M", 2, 1), C):
        trail.visit(place)
    trail.back()

    trail.keep(["L"])

    assert trail.current == B
    assert trail.forward() == C
    assert [trail.back(), trail.back()] == [B, A]
    trail.keep([])
    assert trail.current is None
    assert not trail.can_go_back
    assert not trail.can_go_forward
