"""A member's own column names, and cells that speak our four languages."""

import pytest

from recommender.vocabulary import vocabulary
from tests.recommender.builders_reading import codes, csv_of, one, read, refused, row_of, told


def test_a_mapped_column_fills_a_field_and_a_constant_fills_all_rows():
    data = csv_of(["naam", "uren"], ["Cursus", "7"], ["Les", "3"])
    catalogue, problems = read(
        data,
        columns={"title": "naam", "hours": "uren"},
        values={"language": "nl", "region": "WAL"},
    )
    assert [(x.title.nl, x.hours, x.language, x.region) for x in catalogue] == [
        ("Cursus", 7, "nl", "BE-WAL"),
        ("Les", 3, "nl", "BE-WAL"),
    ]
    assert codes(problems) == ["id-column-missing"]


def test_a_constant_stands_before_a_column():
    assert read(row_of(mode="online"), values={"mode": "hybrid"})[0].trainings[0].mode == "hybrid"


def test_a_wrong_constant_is_told_once():
    data = csv_of(["id", "title", "language"], ["1", "a", "nl"], ["2", "b", "nl"])
    _, problems = read(data, values={"region": "Mars"})
    assert [(problem.code, problem.where) for problem in problems] == [
        ("region-not-understood", {"column": "region"})
    ]


def test_a_column_is_known_in_any_spelling_of_its_own_name():
    assert read(b"ID,Title,Price EUR,language\n1,x,25,nl\n")[0].trainings[0].price == 25


def test_a_mapped_column_that_is_missing_is_an_error():
    _, problems = read(row_of(), columns={"hours": "uren"})
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("mapped-column-missing", "error")
    ]


def test_a_column_that_nobody_reads_is_said_and_a_slip_is_guessed():
    _, problems = read(row_of(capacitty="3", colour="red"))
    assert codes(problems) == ["misspelt-column", "unknown-column"]
    assert problems[0].values["field"] == "capacity"


def test_a_file_without_a_title_is_refused_with_its_columns():
    error = refused(lambda: read(b"naam,uren\nx,7\n"))
    assert (error.code, error.values) == ("no-title-column", {"columns": "naam, uren"})


@pytest.mark.parametrize("options", [{"columns": {"hour": "x"}}, {"values": {"hour": "x"}}])
def test_a_field_that_does_not_exist_is_refused(options):
    assert refused(lambda: read(row_of(), **options)).code == "field-unknown"


@pytest.mark.parametrize(
    ("field", "code", "spellings"),
    [
        ("region", "BE-WAL", ["WAL", "Wallonie", "wallonië", "Wallonische Region", "Hainaut"]),
        ("region", "BE-VLG", ["VLG", "Vlaanderen", "Flandre", "Flandern", "Flanders"]),
        ("region", "BE-BRU", ["BRU", "Brussel", "Bruxelles-Capitale", "Brüssel"]),
        ("region", "BE-OST", ["Ostbelgien", "Communauté germanophone", "Oostkantons", "DG"]),
        ("mode", "online", ["en ligne", "À distance", "op afstand", "Fernkurs", "Online", "FAD"]),
        ("mode", "on-site", ["présentiel", "ter plaatse", "in Präsenz", "onsite", "On site"]),
        ("mode", "hybrid", ["hybride", "blended", "gemengd"]),
        ("mode", "self-paced", ["zelfstudie", "autoformation", "Selbststudium", "self paced"]),
        ("language", "fr", ["FR", "français", "Frans", "Französisch", "fr-BE", "French"]),
        ("language", "de", ["Deutsch", "allemand", "Duits", "de_BE"]),
    ],
)
def test_known_words_are_understood(field, code, spellings):
    for spelling in spellings:
        assert getattr(one(**{field: spelling}), field) == code, spelling


@pytest.mark.parametrize(
    ("cell", "audience"),
    [
        ("Chercheur d'emploi", {"jobseeker"}),
        ("demandeurs d’emploi inoccupés", {"jobseeker"}),
        ("Demandeur·euse·s d’emploi", {"jobseeker"}),
        ("Werkzoekenden", {"jobseeker"}),
        ("niet-werkende werkzoekende", {"jobseeker"}),
        ("Arbeitsuchende; Arbeitnehmer", {"jobseeker", "worker"}),
        ("Travailleurs et demandeurs d'emploi", {"jobseeker", "worker"}),
        ("IT and teachers", {"ict", "teacher"}),
        ("Leerkrachten, burgers", {"teacher", "citizen"}),
        ("tout public", {"citizen"}),
        ("alle", {"citizen"}),  # codespell:ignore
        ("alle werknemers", {"worker"}),  # codespell:ignore
        ("n.v.t.", set()),
        ("", set()),
    ],
)
def test_audiences_are_understood(cell, audience):
    assert one(audience=cell).audience == audience
    assert "audience-not-understood" not in told(audience=cell)


def test_an_unknown_audience_is_told_and_counts_as_unknown():
    assert one(audience="worker; Radiologie").audience == {"worker"}
    assert told(audience="worker; Radiologie") == ["audience-not-understood"]


@pytest.mark.parametrize("cell", ["True", "ja", "oui", "1"])
def test_a_yes_speaks_for_the_name_of_its_column(cell):
    data = csv_of(["id", "title", "language", "Réservé aux travailleurs", "Cours en ligne", "e_learning"],
                  ["1", "x", "fr", cell, cell, cell])  # fmt: skip
    columns = {"audience": "Réservé aux travailleurs", "mode": "e_learning"}
    (training,) = read(data, columns=columns)[0]
    assert training.audience == {"worker"}
    assert training.mode == "self-paced"


def test_a_no_says_the_other_of_on_site_and_online():
    data = csv_of(["id", "title", "language", "a_distance"], ["1", "x", "fr", "non"])
    assert read(data, columns={"mode": "a_distance"})[0].trainings[0].mode == "on-site"


def test_only_workers_means_nobody_else():
    assert one(workers_only="True", audience="Travailleur; ICT").audience == {"worker", "ict"}
    assert one(workers_only="yes", audience="jobseeker").audience == {"worker"}
    assert told(workers_only="yes", audience="jobseeker") == ["audience-contradicts"]
    assert one(workers_only="False", audience="jobseeker").audience == {"jobseeker"}
    assert told(workers_only="perhaps") == ["answer-not-understood"]


def test_distance_learning_fills_the_mode_where_it_is_empty():
    assert one(distance_learning="True").mode == "online"
    assert one(distance_learning="False").mode == "on-site"
    assert one(distance_learning="False", mode="online").mode == "online"
    assert told(distance_learning="False", mode="online") == ["mode-contradicts"]


@pytest.mark.parametrize(
    ("postal_code", "region"),
    [
        ("1000", "BE-BRU"),
        ("B-4700", "BE-OST"),
        ("4000", "BE-WAL"),
        ("4800", "BE-WAL"),
        ("1348", "BE-WAL"),
        ("9000", "BE-VLG"),
        ("75011", ""),
    ],
)
def test_a_postal_code_tells_the_region(postal_code, region):
    assert one(postal_code=postal_code).region == region


def test_a_postal_code_elsewhere_is_told_and_the_named_region_stays():
    assert one(postal_code="9000", region="BE-WAL").region == "BE-WAL"
    assert told(postal_code="9000", region="BE-WAL") == ["region-contradicts"]
    assert told(postal_code="4700", region="BE-WAL") == []


def test_every_word_is_one_thing_only():
    words = vocabulary()
    assert set(words.modes.values()) == {"on-site", "online", "hybrid", "self-paced"}
    assert not set(words.answers) & words.nothing
    assert {"nl", "fr", "de", "en"} <= set(words.languages.values())
