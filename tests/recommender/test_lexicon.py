"""Words to suggestions: named, ranked, at most three, and silent where no word is known."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competences import load_framework
from recommender.catalogue import Catalogue, Outcome
from recommender.needs import top_level
from recommender.tagger import suggest, with_suggestions
from recommender.tagger.lexicon import MOST, hits, level_of
from recommender.vocabulary import PACKS
from tests.recommender.builders_reading import one

PACK = tomllib.loads((PACKS / "lexicon.toml").read_text(encoding="utf-8"))
LANGUAGES = ("nl", "fr", "de", "en")


def bare(outcomes):
    return [outcome.competence.removeprefix("digcomp-3.0/") for outcome in outcomes]


class TaggerContract:
    """What every tagger promises of any text; `suggest` is the tagger."""

    suggest = staticmethod(suggest)

    @settings(derandomize=True, max_examples=300, deadline=None)
    @given(
        st.lists(
            st.sampled_from([w for e in PACK["entries"] for w in e.get("any", ())]), max_size=6
        ),
        st.text(max_size=30),
        st.sampled_from([*LANGUAGES, "", "tr"]),
    )
    def test_any_text_gives_few_likely_outcomes_within_the_scale(self, words, text, language):
        outcomes = self.suggest(" ".join(words), text, language)
        assert len(outcomes) <= MOST
        assert len({outcome.competence for outcome in outcomes}) == len(outcomes)
        chances = [outcome.probability for outcome in outcomes]
        assert chances == sorted(chances, reverse=True)
        for outcome in outcomes:
            assert 0 <= outcome.entry < outcome.exit <= top_level(outcome.competence)
            assert 0.55 <= outcome.probability < 1
            assert (outcome.origin, outcome.trusted) == ("lexicon", False)
            assert outcome.words

    def test_no_text_is_an_abstention(self):
        assert self.suggest("", "", "fr") == ()


class TestLexicon(TaggerContract):
    pass


@pytest.mark.parametrize(
    ("title", "language", "codes"),
    [
        ("Excel: de eerste stappen", "nl", ["1.3"]),
        ("WORD - niveau élémentaire", "fr", ["3.1"]),
        ("Word vrijwilliger in onze digibib", "nl", []),
        ("Tabellenkalkulationskurs", "de", ["1.3"]),
        ("Leading teams", "en", []),
        ("Teams pour collaborer", "fr", ["2.4"]),
        ("Scrum Master", "en", ["e-cf-4.0/E.2", "e-cf-4.0/A.4"]),
        ("Programmer en C++", "fr", ["3.4", "e-cf-4.0/B.1"]),
        ("ASP.NET for beginners", "en", ["3.4", "e-cf-4.0/B.1"]),
        ("Le RGPD au quotidien", "fr", ["4.2"]),
        ("Nepnieuws herkennen", "nl", ["1.2"]),
        ("Arrangements floraux", "fr", []),
        ("Accès à l'emploi", "fr", []),
    ],
)
def test_titles_are_tagged_by_their_words(title, language, codes):
    assert bare(suggest(title, "", language)) == codes


def test_the_words_that_caused_it_are_kept_as_they_are_written():
    (outcome,) = suggest("Tableur (EXCEL)", "", "fr")
    assert outcome.words == ("Tableur", "EXCEL")


def test_the_longest_phrase_wins():
    assert bare(suggest("Bases de données", "", "fr")) == ["1.3", "3.4", "e-cf-4.0/B.1"]
    assert level_of(hits("Bases de données", "fr")) is None
    assert level_of(hits("Les bases des données", "fr")) == (0, 2)


def test_capitals_and_accents_make_no_difference():
    for title in ("Sécurité informatique", "SECURITE INFORMATIQUE", "securite  informatique"):
        assert bare(suggest(title, "", "fr")) == ["4.1"]


def test_a_word_of_another_language_counts_only_where_the_language_is_unknown():
    assert suggest("Tabellenkalkulation", "", "fr") == ()
    assert bare(suggest("Tabellenkalkulation", "", "")) == ["1.3"]


def test_a_description_counts_less_than_a_title():
    (titled,) = suggest("Excel", "", "en")
    (described,) = suggest("", "Excel", "en")
    assert described.probability < titled.probability
    assert suggest("", "photography", "en") == ()


@pytest.mark.parametrize(
    ("title", "language", "levels"),
    [
        ("Excel - initiation", "fr", (0, 2)),
        ("Excel - M1", "fr", (0, 2)),
        ("Grundlagen Excel", "de", (0, 2)),
        ("Introductie Excel", "nl", (0, 2)),
        ("Excel niveau 2", "fr", (2, 4)),
        ("Excel in de praktijk", "nl", (2, 4)),
        ("Excel intermediate", "en", (2, 4)),
        ("Perfectionnement Excel", "fr", (4, 6)),
        ("Excel für Fortgeschrittene", "de", (4, 6)),
        ("Excel gevorderd", "nl", (4, 6)),
        ("Excel expert", "en", (6, 8)),
        ("Excel: initiation et perfectionnement", "fr", (0, 2)),
        ("Excel", "en", (0, 2)),
        ("Centre d'expertise Excel", "fr", (0, 2)),
    ],
)
def test_level_words_tell_the_range(title, language, levels):
    (outcome,) = suggest(title, "", language)
    assert (outcome.entry, outcome.exit) == levels


def test_a_description_tells_a_level_only_beside_the_word_level():
    assert suggest("Excel", "By our experts.", "en")[0].entry == 0
    assert suggest("Excel", "Level: advanced.", "en")[0].entry == 4


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


class TestThePack:
    def test_it_holds_words_enough_in_every_language(self):
        words = {
            key: sum(len(entry.get(key, ())) for entry in PACK["entries"])
            for key in ("any", *LANGUAGES)
        }
        assert sum(words.values()) >= 250
        assert min(words.values()) >= 80

    def test_it_speaks_of_every_competence_and_of_no_other(self):
        codes = {code for entry in PACK["entries"] for code in entry["codes"]}
        digcomp = {code for code in codes if "/" not in code}
        assert digcomp == set(load_framework("digcomp-3.0").codes)
        assert all(code.startswith("e-cf-4.0/") for code in codes - digcomp)

    def test_its_chances_are_chances(self):
        assert all(0.55 <= entry["probability"] <= 0.95 for entry in PACK["entries"])

    def test_no_word_stands_twice_in_a_language(self):
        for language in LANGUAGES:
            words = [
                word
                for table in (*PACK["entries"], *PACK["levels"])
                for key in (language, "any")
                for word in table.get(key, ())
            ]
            assert sorted(words) == sorted(set(words)), [w for w in words if words.count(w) > 1]
