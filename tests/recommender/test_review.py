"""What a person is asked first, as a table for spreadsheets, and what comes back of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competences import load_framework
from recommender.adapters import read_rows
from recommender.catalogue import Outcome
from recommender.decisions import WHOLE, decided
from recommender.errors import Unreadable
from recommender.sentences import SENTENCES
from recommender.tagger import shipped
from recommender.tagger.answers import COLUMNS, FORMULA, MARK, answers_of, bared, guarded, table_of
from recommender.tagger.review import queue, reach
from tests.recommender.builders_decisions import (
    NOON,
    SHEETS,
    WORD,
    decision,
    offer,
    silent,
    suggested,
)


def asked(*trainings, decisions=()):
    return queue(offer(*trainings), decisions, shipped())


class TestTheQueue:
    def test_the_most_doubtful_comes_first(self):
        sure = silent("sure", "Een", outcomes=(suggested(probability=0.95),))
        unsure = silent("unsure", "Twee", outcomes=(suggested(probability=0.56),))
        assert [one.training for one in asked(sure, unsure)] == ["unsure", "sure"]

    def test_of_equal_doubt_the_farthest_reaching_comes_first(self):
        near = silent("near", "Een", audience=frozenset({"teacher"}), outcomes=(suggested(),))
        far = silent("far", "Twee", outcomes=(suggested(),))
        assert [one.training for one in asked(near, far)] == ["far", "near"]
        assert [one.reach for one in asked(near, far)] == [20, 4]

    def test_sessions_of_one_text_are_asked_about_once_and_reach_as_far_as_all_of_them(self):
        sessions = [
            replace(silent(one, outcomes=(suggested(),)), mode="on-site", region=one)
            for one in ("BE-VLG", "BE-BRU")
        ]
        (one,) = asked(*sessions)
        assert (one.training, one.reach) == ("BE-VLG", 10)

    def test_a_training_without_a_known_place_still_counts(self):
        assert reach([replace(silent(), mode="on-site")]) == 1

    def test_what_is_decided_or_claimed_is_not_asked(self):
        training = silent(outcomes=(suggested(), suggested(SHEETS, 0.6)))
        assert [
            one.suggestion.competence for one in asked(training, decisions=[decision(training)])
        ] == [SHEETS]
        assert asked(training, decisions=[decision(training, WHOLE, (), "rejected")]) == ()
        assert asked(silent(outcomes=(Outcome(WORD, 0, 2),))) == ()

    def test_where_the_tagger_abstained_the_three_nearest_are_asked(self):
        yoga = silent(title="Yoga voor gevorderden", description="Adem en strek elke dinsdag.")
        questions = asked(yoga)
        assert len(questions) == 3
        chances = [one.suggestion.probability for one in questions]
        assert chances == sorted(chances, reverse=True)
        near = decision(yoga, questions[0].suggestion.competence, (), "rejected")
        assert asked(yoga, decisions=[near]) == questions[1:]

    def test_the_same_catalogue_gives_the_same_queue_in_any_order(self):
        some = [silent(f"t-{n}", f"Cursus {n}", outcomes=(suggested(),)) for n in range(9)]
        assert asked(*some) == asked(*some[::-1])


def filled(of, says, **cells):
    """Give what a table says when a person fills in the decision of each row."""
    given = table_of(asked(of), "nl").splitlines()
    lines = [line.removesuffix(";") + f';"{says}"' for line in given[1:]]
    table, problems = read_rows("\n".join([given[0], *lines]).encode(), "queue.csv")
    assert problems == []
    rows = tuple(replace(row, cells={**row.cells, **cells}) for row in table.rows)
    return answers_of(replace(table, rows=rows), offer(of), "An", NOON)


class TestTheTable:
    def test_it_holds_what_a_person_needs_to_decide(self):
        head, row = table_of(asked(silent(outcomes=(suggested(),))), "nl").splitlines()
        assert head.split(";") == list(COLUMNS)
        cells = row.split(";")
        assert cells[:3] == ["t-1", "Teksten opmaken", WORD]
        assert cells[3] == load_framework("digcomp-3.0").competence("3.1").name["nl"]
        assert cells[4:] == ["0", "2", "0.70", "Teksten, opmaken", ""]

    @given(st.text(alphabet="=+-@\t\r'a1;\"", max_size=6))
    def test_no_cell_begins_a_formula_and_each_comes_back(self, cell):
        assert not guarded(cell).startswith(FORMULA)
        assert bared(guarded(cell)) == cell

    def test_an_id_that_could_be_a_formula_is_found_again(self):
        training = silent("=1+1", outcomes=(suggested(),))
        assert "'=1+1" in table_of(asked(training), "nl")
        assert len(filled(training, "yes").decisions) == 1

    @pytest.mark.parametrize("word", ["yes", "ja", "oui", "x", "JA"])
    def test_yes_confirms_the_levels_of_the_row(self, word):
        training = silent(outcomes=(suggested(),))
        (one,) = filled(training, word).decisions
        assert one == decision(training)
        (deeper,) = filled(training, word, **{"from": "2.0", "to": "4"}).decisions
        assert deeper.outcomes == (Outcome(WORD, 2, 4, "reviewed"),)

    def test_no_rejects_whatever_the_levels_say(self):
        training = silent(outcomes=(suggested(),))
        (one,) = filled(training, "nee", to="").decisions
        assert (one.verdict, one.outcomes) == ("rejected", ())

    @pytest.mark.parametrize("word", ["none", "niets", "Rien", "nichts"])
    def test_none_says_that_the_whole_training_teaches_nothing_of_this(self, word):
        training = silent(outcomes=(suggested(), suggested(SHEETS, 0.6)))
        answers = filled(training, word)
        assert [one.competence for one in answers.decisions] == [WHOLE]
        assert answers.problems == ()

    def test_a_claim_puts_others_in_its_place(self):
        training = silent(outcomes=(suggested(),))
        (one,) = filled(training, f"{SHEETS}:2-4; e-cf-4.0/B.1:0-1").decisions
        assert one.verdict == "changed"
        (settled,) = decided(offer(training), [one])
        assert [(o.competence, o.entry, o.exit, o.origin) for o in settled.outcomes] == [
            (SHEETS, 2, 4, "reviewed"),
            ("e-cf-4.0/B.1", 0, 1, "reviewed"),
        ]

    def test_an_empty_cell_leaves_the_question_open(self):
        answers = filled(silent(outcomes=(suggested(),)), "")
        assert (answers.decisions, answers.undecided, answers.problems) == ((), 1, ())

    @pytest.mark.parametrize(
        ("says", "cells", "code", "column"),
        [
            ("perhaps", {}, "decision-not-understood", "decision"),
            ("digcomp-3.0/9.9:0-2", {}, "claim-unknown-competence", "decision"),
            (f"{SHEETS}:2-2", {}, "outcome-without-gain", "decision"),
            ("yes", {"to": "12"}, "claim-out-of-range", "competence"),
            ("yes", {"to": "much"}, "outcome-not-understood", "competence"),
            ("no", {"competence": "digcomp-3.0/9.9"}, "claim-unknown-competence", "competence"),
            ("yes", {"training": "gone"}, "decision-training-unknown", "training"),
        ],
    )
    def test_a_cell_that_is_not_understood_is_named_and_decides_nothing(
        self, says, cells, code, column
    ):
        answers = filled(silent(outcomes=(suggested(),)), says, **cells)
        assert answers.decisions == ()
        (problem,) = answers.problems
        assert (problem.code, problem.where) == (code, {"row": 2, "column": column})
        assert problem.code in SENTENCES

    def test_a_bad_row_leaves_the_others_alone(self):
        head = ";".join(COLUMNS)
        good = f"t-1;;{WORD};;0;2;;;yes"
        bad = f"t-1;;{SHEETS};;0;2;;;hm"
        table, _ = read_rows("\n".join([head, bad, good, good, f"t-1;;{WORD};;0;2;;;no"]).encode())
        answers = answers_of(table, offer(silent(outcomes=(suggested(),))), "An", NOON)
        assert [one.verdict for one in answers.decisions] == ["confirmed"]
        assert [(one.code, one.where["row"]) for one in answers.problems] == [
            ("decision-not-understood", 2),
            ("decision-twice", 5),
        ]

    @pytest.mark.parametrize(
        ("first", "second", "kept"),
        [
            ("yes", "none", "confirmed"),
            ("none", "yes", "rejected"),
            (f"{SHEETS}:2-4", "none", "changed"),
            ("none", f"{WORD}:2-4", "rejected"),
        ],
    )
    def test_nothing_of_all_this_and_a_claim_contradict_each_other(self, first, second, kept):
        head = ";".join(COLUMNS)
        rows = f"t-1;;{WORD};;0;2;;;{first}\nt-1;;{SHEETS};;0;2;;;{second}"
        table, _ = read_rows(f"{head}\n{rows}".encode())
        answers = answers_of(table, offer(silent(outcomes=(suggested(),))), "An", NOON)
        assert [one.verdict for one in answers.decisions] == [kept]
        assert [(one.code, one.where["row"], one.values) for one in answers.problems] == [
            ("decision-twice", 3, {"value": second})
        ]

    def test_no_and_nothing_of_all_this_agree(self):
        head = ";".join(COLUMNS)
        table, _ = read_rows(f"{head}\nt-1;;{WORD};;0;2;;;no\nt-1;;{SHEETS};;0;2;;;none".encode())
        answers = answers_of(table, offer(silent(outcomes=(suggested(),))), "An", NOON)
        assert [one.competence for one in answers.decisions] == [WORD, WHOLE]
        assert answers.problems == ()

    def test_what_the_provider_said_meanwhile_stands(self):
        head = ";".join(COLUMNS)
        table, _ = read_rows(f"{head}\nt-1;;{WORD};;0;2;;;yes".encode())
        answers = answers_of(table, offer(silent(outcomes=(Outcome(SHEETS, 0, 2),))), "An", NOON)
        assert [one.code for one in answers.problems] == ["decision-claimed"]
        assert answers.decisions == ()

    def test_a_table_without_its_columns_is_refused(self):
        table, _ = read_rows(b"training;decision\nt-1;yes")
        with pytest.raises(Unreadable, match="competence"):
            answers_of(table, offer(silent()), "An", NOON)

    def test_a_file_with_the_mark_of_spreadsheets_is_read(self):
        text = MARK + table_of(asked(silent(outcomes=(suggested(),))), "nl")
        table, problems = read_rows(text.encode(), "queue.csv")
        assert table.columns == COLUMNS
        assert problems == []
