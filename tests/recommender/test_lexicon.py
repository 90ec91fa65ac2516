"""Words to hints: by phrase, language and place, with the levels that they tell; silent where no word is known."""

import tomllib

import pytest

from competences import load_framework
from recommender.tagger.lexicon import UNKNOWN, hints, hits, level_of, on_scale_of, told_levels
from recommender.tags import LEAST_PROBABILITY
from recommender.vocabulary import PACKS

PACK = tomllib.loads((PACKS / "lexicon.toml").read_text(encoding="utf-8"))
LANGUAGES = ("nl", "fr", "de", "en")


def likely(title, description, language):
    """Give the codes that the words of a training make likely, likeliest first, DigComp without its name."""
    found = hints(title, description, language)
    codes = sorted(found, key=lambda code: (-found[code].probability, "e-cf" in code))
    chosen = [code for code in codes if found[code].probability >= LEAST_PROBABILITY]
    return [code.removeprefix("digcomp-3.0/") for code in chosen]


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
    assert likely(title, "", language) == codes


def test_the_words_that_caused_it_are_kept_as_they_are_written():
    (hint,) = hints("Tableur (EXCEL)", "", "fr").values()
    assert hint.words == ("Tableur", "EXCEL")


def test_the_longest_phrase_wins():
    assert likely("Bases de données", "", "fr") == ["1.3", "3.4", "e-cf-4.0/B.1"]
    assert level_of(hits("Bases de données", "fr")) is None
    assert level_of(hits("Les bases des données", "fr")) == (0, 2)


def test_capitals_and_accents_make_no_difference():
    for title in ("Sécurité informatique", "SECURITE INFORMATIQUE", "securite  informatique"):
        assert likely(title, "", "fr") == ["4.1"]


def test_a_word_of_another_language_counts_only_where_the_language_is_unknown():
    assert likely("Tabellenkalkulation", "", "fr") == []
    assert likely("Tabellenkalkulation", "", "") == ["1.3"]


def test_a_description_counts_less_than_a_title():
    (titled,) = hints("Excel", "", "en").values()
    (described,) = hints("", "Excel", "en").values()
    assert described.probability < titled.probability
    assert likely("", "photography", "en") == []


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
    assert (told_levels(title, "", language) or UNKNOWN) == levels


def test_a_description_tells_a_level_only_beside_the_word_level():
    assert told_levels("Excel", "By our experts.", "en") is None
    assert told_levels("Excel", "Level: advanced.", "en") == (4, 6)


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


def test_a_suggestion_names_only_levels_that_a_competence_has():
    assert on_scale_of("e-cf-4.0/A.1", (0, 2)) == (3, 4)
    assert on_scale_of("e-cf-4.0/C.1", (6, 8)) == (2, 3)
    assert on_scale_of("e-cf-4.0/B.1", (0, 2)) == (0, 1)
    assert on_scale_of("digcomp-3.0/1.1", (2, 4)) == (2, 4)
