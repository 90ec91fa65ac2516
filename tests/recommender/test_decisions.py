"""Decisions belong to words: they replace suggestions of the same text, and never what a provider said."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from competences import Text
from recommender.catalogue import Outcome
from recommender.decisions import WHOLE, decided, key_of, standing
from tests.recommender.builders_decisions import SHEETS, WORD, decision, offer, silent, suggested

REVIEWED = Outcome(WORD, 0, 2, "reviewed")


def settled(training, *decisions):
    (found,) = decided(offer(training), decisions)
    return found.outcomes


def test_a_confirmed_suggestion_is_a_reviewed_claim():
    training = silent(outcomes=(suggested(), suggested(SHEETS, 0.6)))
    assert settled(training, decision(training)) == (REVIEWED, suggested(SHEETS, 0.6))
    assert REVIEWED.trusted


def test_a_changed_suggestion_is_replaced_by_all_that_the_person_wrote():
    training = silent(outcomes=(suggested(),))
    others = (Outcome(SHEETS, 2, 4, "reviewed"), Outcome("e-cf-4.0/B.1", 0, 1, "reviewed"))
    changed = decision(training, outcomes=others, verdict="changed")
    assert settled(training, changed) == others


def test_a_rejected_suggestion_goes_and_does_not_come_back():
    training = silent(outcomes=(suggested(), suggested(SHEETS, 0.6)))
    rejected = decision(training, outcomes=(), verdict="rejected")
    assert settled(training, rejected) == (suggested(SHEETS, 0.6),)
    again = replace(training, id="other file")
    assert settled(again, rejected) == (suggested(SHEETS, 0.6),)


def test_a_text_that_teaches_nothing_of_all_this_keeps_no_suggestion():
    training = silent(outcomes=(suggested(), suggested(SHEETS, 0.6)))
    assert settled(training, decision(training, WHOLE, (), "rejected")) == ()


def test_what_a_provider_said_is_never_touched():
    claimed = silent(outcomes=(Outcome(SHEETS, 0, 4),))
    assert settled(claimed, decision(claimed), decision(claimed, SHEETS, (), "rejected")) == (
        Outcome(SHEETS, 0, 4),
    )


def test_a_claim_stands_only_as_long_as_a_decision_says_so():
    training = silent(outcomes=(REVIEWED,))
    assert settled(training, decision(training, outcomes=(), verdict="rejected")) == ()


def test_the_later_of_two_decisions_counts():
    training = silent(outcomes=(suggested(),))
    assert settled(
        training, decision(training, outcomes=(), verdict="rejected"), decision(training)
    )


def test_a_later_claim_takes_back_that_a_text_teaches_nothing_and_the_other_way_round():
    training = silent(outcomes=(suggested(),))
    nothing = decision(training, WHOLE, (), "rejected")
    assert settled(training, nothing, decision(training)) == (REVIEWED,)
    assert settled(training, decision(training), nothing) == ()
    assert standing([nothing, decision(training)]) == (decision(training),)


def test_a_rejected_competence_does_not_contradict_that_a_text_teaches_nothing():
    training = silent(outcomes=(suggested(), suggested(SHEETS, 0.6)))
    both = [decision(training, WHOLE, (), "rejected"), decision(training, WORD, (), "rejected")]
    assert settled(training, *both) == ()
    assert standing(both) == tuple(both)


def test_deciding_twice_changes_nothing_and_the_version_tells_a_change():
    training = silent(outcomes=(suggested(),))
    once = decided(offer(training), [decision(training)])
    assert decided(once, [decision(training)]) == once
    assert once.version != decided(offer(training), []).version


def test_words_are_the_same_in_any_case_and_with_other_blanks():
    one = silent(title="Teksten  OPMAKEN", description="Met stijlen.")
    assert key_of(one) == key_of(silent("x", "teksten opmaken", "met  stijlen. "))
    assert key_of(one) != key_of(silent("x", "teksten opmaken", "met kolommen"))


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_words_have_a_key_of_32_digits(title, description):
    training = replace(silent(), title=Text(nl=title), description=Text(nl=description))
    assert len(key_of(training)) == 32
