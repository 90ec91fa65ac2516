"""Texts to suggestions: few, likely, with their words; a word list and a model that has learned our own texts."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competences import LANGUAGES, load_framework
from recommender.catalogue import Catalogue, Outcome
from recommender.needs import top_level
from recommender.tagger import Text, evaluation, suggestions, training, with_suggestions
from recommender.tagger.corpus import FRAMEWORKS, codes, labelled, own_texts, texts_version
from recommender.tagger.held_out import FOLDS, held_out
from recommender.tagger.stack import stack
from recommender.tagger.suggesting import MOST, model
from recommender.tags import LEAST_PROBABILITY
from tests.recommender.builders_reading import one

WORDS = sorted({word for lesson in labelled()[::9] for word in lesson.text.split()})


class TestSuggestions:
    @settings(derandomize=True, max_examples=150, deadline=None)
    @given(
        st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
        st.one_of(
            st.just(""), st.text(max_size=60), st.lists(st.sampled_from(WORDS)).map(" ".join)
        ),
        st.sampled_from([*LANGUAGES, "", "tr"]),
    )
    def test_any_text_gives_few_likely_outcomes_within_the_scale(self, title, text, language):
        (made,) = suggestions([Text(title, text, language)])
        assert len(made.outcomes) <= MOST
        assert len({outcome.competence for outcome in made.outcomes}) == len(made.outcomes)
        chances = [outcome.probability for outcome in made.outcomes]
        assert chances == sorted(chances, reverse=True)
        assert set(made.chances) == set(codes())
        for outcome in made.outcomes:
            assert 0 <= outcome.entry < outcome.exit <= top_level(outcome.competence)
            assert LEAST_PROBABILITY <= outcome.probability < 1
            assert outcome.origin in {"lexicon", "model"}
            assert not outcome.trusted
            assert outcome.words
            for word in outcome.words:
                assert word in title or word in text

    def test_no_text_is_an_abstention(self):
        (made,) = suggestions([Text("", "", "fr")])
        assert made.outcomes == ()
        assert suggestions([]) == []

    def test_a_text_means_the_same_alone_and_among_others(self):
        texts = [
            Text(lesson.title, lesson.description, lesson.language) for lesson in labelled()[::40]
        ]
        together = suggestions(texts)
        assert [suggestions([text])[0] for text in texts] == together

    def test_a_word_of_the_list_decides_in_a_bare_title(self):
        (made,) = suggestions([Text("Excel gevorderd", "", "nl")])
        assert made.outcomes == (
            Outcome("digcomp-3.0/1.3", 4, 6, origin="lexicon", probability=0.9, words=("Excel",)),
        )

    def test_the_model_speaks_where_no_word_is_listed_and_says_by_which_words(self):
        (made,) = suggestions(
            [Text("Oude toestellen", "Wat een telefoon kost aan stroom en grondstoffen.", "nl")]
        )
        first = made.outcomes[0]
        assert (first.competence, first.origin) == ("digcomp-3.0/4.4", "model")
        assert "toestellen" in first.words

    def test_of_two_codes_of_one_listed_word_the_model_puts_its_own_first(self):
        texts = [Text(one.title, "", one.language) for one in labelled()]
        for text, made in zip(texts, suggestions(texts), strict=True):
            told = [one.probability for one in made.outcomes]
            assert told == sorted(told, reverse=True), text
            assert len(set(made.chances.values())) == len(made.chances), text

    def test_words_with_letters_of_german_and_french_can_tell(self):
        assert "Fußnoten" in model().words("Fußnoten und Verzeichnisse", "digcomp-3.0/3.1")

    def test_the_model_is_silent_where_one_word_alone_speaks(self):
        (made,) = suggestions([Text("Flexbox workshop", "", "en")])
        assert max(made.chances.values()) >= LEAST_PROBABILITY
        assert made.outcomes == ()

    @pytest.mark.parametrize(
        ("title", "description", "language"),
        [
            ("Yoga voor gevorderden", "Adem en strek elke dinsdag.", "nl"),
            ("Conduite d’un élévateur", "Trois jours de pratique à l’entrepôt.", "fr"),
            ("Kochen für zwei", "", "de"),
            ("Bricklaying in practice", "Level 2: walls, arches and mortar.", "en"),
        ],
    )
    def test_what_teaches_nothing_digital_gets_no_suggestion(self, title, description, language):
        (made,) = suggestions([Text(title, description, language)])
        assert made.outcomes == ()
        assert len(made.nearest) == 3


def test_only_trainings_without_outcomes_are_tagged():
    said = one(title="Excel", outcomes="digcomp-3.0/5.4:0-2")
    bare_one = one(title="Excel")
    catalogue = Catalogue((said, bare_one), version="0")
    tagged = with_suggestions(catalogue)
    assert tagged.trainings[0] == said
    assert tagged.trainings[1].outcomes == (
        Outcome("digcomp-3.0/1.3", 0, 2, origin="lexicon", probability=0.9, words=("Excel",)),
    )
    assert tagged.version != catalogue.version
    assert with_suggestions(tagged) == tagged


class TestTheCorpus:
    def test_every_code_of_both_frameworks_can_be_named(self):
        wanted = {
            f"{name}/{one.code}" for name in FRAMEWORKS for one in load_framework(name).competences
        }
        assert set(codes()) == wanted
        assert {code for lesson in own_texts() for code in lesson.codes} == wanted

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_language_has_more_than_a_hundred_courses_and_some_that_teach_nothing_of_it(
        self, language
    ):
        rows = [lesson for lesson in labelled() if lesson.language == language]
        assert sum(bool(lesson.codes) for lesson in rows) >= 100
        assert sum(not lesson.codes for lesson in rows) >= 20
        assert len({lesson.text for lesson in rows}) == len(rows)

    def test_labels_are_codes_with_levels_of_their_scale(self):
        for lesson in labelled():
            assert set(lesson.codes) <= set(codes()), lesson.title
            if lesson.levels:
                entry, exit_ = lesson.levels
                assert 0 <= entry < exit_ <= top_level(lesson.codes[0]), lesson.title


class TestTheStack:
    def test_it_was_fitted_on_the_labels_that_ship(self):
        assert stack().learned_from == texts_version(), "run: python -m recommender train"

    def test_training_again_gives_the_weights_that_ship(self, tmp_path):
        record = training.train(tmp_path / "tagger.json")
        for name in ("texts", "titles"):
            for part, numbers in record[name].items():
                shipped = getattr(getattr(stack(), name), part)
                assert numbers == pytest.approx(shipped, abs=0.05), (name, part)

    def test_no_rank_is_likelier_than_the_one_before(self):
        said = held_out(bare=False)
        chances = stack().texts.chances(said.features)
        order = np.argsort(-stack().texts.odds(said.features), axis=1, kind="stable")
        ranked = np.take_along_axis(chances, order, axis=1)
        assert (np.diff(ranked, axis=1) <= 0).all()


class TestEvaluation:
    def test_courses_that_were_not_learned_are_tagged_well_in_every_language(self):
        told = evaluation.evaluate()
        texts = told["texts"]
        assert texts["all"]["first"] >= 0.75
        assert min(texts[language]["first"] for language in LANGUAGES) >= 0.68
        assert texts["all"]["among_three"] >= 0.92
        assert texts["all"]["share"] >= 0.55
        assert texts["all"]["calibration_error"] <= 0.07
        assert texts["all"]["foreign_tagged"] <= 0.2
        assert told["stack_is_up_to_date"]
        levels = told["levels"]["all"]
        assert levels["right"] >= 0.58
        assert levels["bands_off"] <= 0.46 < levels["usual_bands_off"]

    def test_every_course_is_held_out_once(self):
        said = held_out(bare=True)
        assert said.courses == labelled()
        assert set(said.fold) == set(range(FOLDS))

    def test_a_course_of_nothing_digital_is_held_out_in_all_languages_at_once(self):
        said = held_out(bare=True)
        foreign = [
            fold for one, fold in zip(said.courses, said.fold, strict=True) if not one.codes
        ]
        parts = np.array(foreign).reshape(len(LANGUAGES), -1)
        assert (parts == parts[0]).all()

    def test_a_calibrated_crowd_has_no_error_and_a_boaster_has(self):
        hit = np.array([True] * 7 + [False] * 3)
        assert evaluation.calibration_error(np.full(10, 0.7), hit) == pytest.approx(0)
        assert evaluation.calibration_error(np.full(10, 0.95), hit) == pytest.approx(0.25)

    def test_the_share_at_a_precision_is_the_longest_start_that_keeps_it(self):
        chances = np.array([0.9, 0.8, 0.7, 0.6])
        assert evaluation.share_at(0.6, chances, np.array([True, False, True, False])) == 0.75
        assert evaluation.share_at(0.9, chances, np.array([False, True, True, True])) == 0

    def test_f1_counts_all_pairs_together(self):
        assert evaluation.micro_f1([{"a", "b"}, set()], [{"a"}, {"c"}]) == pytest.approx(0.5)
        assert evaluation.micro_f1([set()], [set()]) == 0

    def test_titles_are_judged_by_the_framework_of_their_labels(self):
        told = evaluation.evaluate_titles(
            [
                Text(one, "", "fr")
                for one in ("Excel - initiation", "PHP - base", "Cuisine italienne")
            ],
            [{"digcomp-3.0/1.3"}, {"digcomp-3.0/3.4"}, set()],
        )
        assert told == {"titles": 3, "first": 1, "among_three": 1, "tagged": 1, "micro_f1": 1}
        for wrong in (set(), {"digcomp-3.0/9.9"}, {"digcomp-3.0/1.3", "e-cf-4.0/B.1"}):
            with pytest.raises(ValueError, match="one framework"):
                evaluation.evaluate_titles([Text("Excel")], [wrong])


class TestTheCommands:
    def test_evaluate_prints_a_line_a_language(self, run):
        code, out, _ = run("evaluate", "--tagger")
        assert code == 0
        for language in LANGUAGES:
            assert f"texts, {language}" in out

    def test_evaluate_reads_real_titles(self, run, tmp_path):
        path = tmp_path / "titles.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["title", "digcomp"], ["Excel", "1.3"], ["Cuisine", ""]])
        code, out, _ = run("evaluate", "--tagger", "--titles", path, "--language", "fr")
        assert code == 0
        assert "real titles" in out

    @pytest.mark.parametrize("code", ["9.9", "e-cf-4.0/B.1", "digcomp-3.0/ZZ"])
    def test_evaluate_names_a_code_that_is_none(self, run, tmp_path, code):
        path = tmp_path / "titles.csv"
        path.write_text(f"title,digcomp\nExcel,1.3\nWord,{code}\n", encoding="utf-8")
        ended, _, complaint = run("evaluate", "--tagger", "--titles", path)
        assert ended == 2
        assert code in complaint
        assert "3" in complaint

    def test_evaluate_refuses_a_language_that_is_none(self, run):
        ended, _, complaint = run("evaluate", "--tagger", "--language", "klingon")
        assert ended == 2
        assert "klingon" in complaint

    def test_evaluate_refuses_titles_without_labels(self, run, tmp_path):
        path = tmp_path / "titles.csv"
        path.write_text("title\nExcel\n", encoding="utf-8")
        code, _, complaint = run("evaluate", "--tagger", "--titles", path)
        assert code == 2
        assert "digcomp" in complaint


def test_the_model_is_the_same_each_time():
    texts = [lesson.text for lesson in labelled()[:20]]
    first, again = model().scores(texts), model.__wrapped__().scores(texts)
    for left, right in zip(first, again, strict=True):
        assert np.array_equal(left, right)
