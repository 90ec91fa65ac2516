"""Crosswalks: what changed between editions, in both directions, and every code that has a pack is real."""

from competences.crosswalks import Place, crossings, crosswalk, leading_from
from competences.loading import frameworks, load_framework


def test_digcomp_kept_all_its_codes():
    codes = load_framework("digcomp-3.0").codes
    walk = crosswalk("digcomp-2.2", "digcomp-3.0")
    assert {code: walk[code] for code in codes} == {code: (code,) for code in codes}


def test_e_cf_uses_some_codes_for_other_things():
    walk = crosswalk("e-cf-3.0", "e-cf-4.0")
    assert walk["D.12"] == ("D.6",)
    assert walk["D.5"] == walk["D.6"] == walk["D.7"] == ("D.5",)
    assert {"A.10", "C.5", "D.7"}.isdisjoint(crosswalk("e-cf-4.0", "e-cf-3.0").keys())


def test_a_band_holds_two_of_the_eight_levels():
    walk = crosswalk("digcomp-3.0-bands", "digcomp-eight-levels")
    levels = load_framework("digcomp-3.0").levels
    assert walk == {one.code: (str(one.start), str(one.start + 1)) for one in levels}


def test_teaching_digital_competence_leads_to_its_area():
    assert leading_from("digcompedu", "6.4") == (Place("digcomp-3.0", "4"),)
    assert Place("digcompedu", "6.4") in leading_from("digcomp-3.0", "4")


def test_unrelated_frameworks_have_no_crosswalk():
    assert crosswalk("greencomp", "e-cf-4.0") == {}


def test_every_code_of_a_framework_with_a_pack_is_real():
    for one in crossings():
        for place in (one.start, one.end):
            if place.framework in frameworks():
                known = load_framework(place.framework)
                assert place.code in {*known.codes, *(area.code for area in known.areas)}
