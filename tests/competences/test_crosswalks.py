"""Crosswalks: what changed between editions, from either end, and every code that has a pack is real."""

import pytest

from competences.crosswalks import (
    Place,
    called,
    crossings,
    crossings_of,
    crosswalk,
    crosswalk_record,
)
from competences.loading import frameworks, load_framework
from competences.problems import NoCrosswalk


def ends(start, end):
    """Give the codes of one framework that answer to each code of another."""
    found = {}
    for one in crosswalk(start, end):
        found.setdefault(one.start.code, []).append(one.end.code)
    return found


def test_digcomp_kept_all_its_codes():
    codes = load_framework("digcomp-3.0").codes
    walk = ends("digcomp-2.2", "digcomp-3.0")
    assert {code: walk[code] for code in codes} == {code: [code] for code in codes}


def test_e_cf_uses_some_codes_for_other_things():
    walk = ends("e-cf-3.0", "e-cf-4.0")
    assert walk["D.12"] == ["D.6"]
    assert walk["D.5"] == walk["D.6"] == walk["D.7"] == ["D.5"]
    assert {"A.10", "C.5", "D.7"}.isdisjoint(ends("e-cf-4.0", "e-cf-3.0"))


def test_a_band_holds_two_of_the_eight_levels():
    levels = load_framework("digcomp-3.0").levels
    assert ends("digcomp-3.0-bands", "digcomp-eight-levels") == {
        one.code: [str(one.start), str(one.start + 1)] for one in levels
    }


def test_a_crossing_reads_from_either_end_and_says_so():
    (there,) = crossings_of("digcompedu", "6.4")
    assert there.end == Place("digcomp-3.0", "4")
    assert there.relation == "teaches"
    back = [one for one in crossings_of("digcomp-3.0", "4") if one.end.framework == "digcompedu"]
    assert [(one.end.code, one.relation) for one in back] == [("6.4", "inverse of teaches")]
    same = [one for one in crossings_of("digcomp-3.0", "1.1") if one.relation == "retitled"]
    assert [one.end for one in same] == [Place("digcomp-2.2", "1.1")]


def test_each_crossing_says_how_sure_it_is():
    assert {one.state for one in crossings()} == {"verified", "partial"}


def test_a_record_holds_codes_relation_and_state():
    record = crosswalk_record("e-cf-3.0", "e-cf-4.0")
    assert (record["from"], record["to"]) == ("e-cf-3.0", "e-cf-4.0")
    assert set(record["crossings"][0]) == {"from", "to", "relation", "state"}


def test_unrelated_frameworks_have_no_crosswalk():
    assert crosswalk("greencomp", "e-cf-4.0") == ()
    assert crosswalk("e-cf-4.0", "e-cf-4.0") == ()
    with pytest.raises(NoCrosswalk, match="greencomp"):
        crosswalk_record("greencomp", "e-cf-4.0")


def test_every_framework_of_a_crossing_has_a_name():
    named = {place.framework for one in crossings() for place in (one.start, one.end)}
    assert all(called(one) != one for one in named)


def test_every_code_of_a_framework_with_a_pack_is_real():
    for one in crossings():
        for place in (one.start, one.end):
            if place.framework in frameworks():
                known = load_framework(place.framework)
                assert place.code in {*known.codes, *(area.code for area in known.areas)}
