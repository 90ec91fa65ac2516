"""From cells to trainings: nothing is lost, nothing stops a row but a missing title, problems name row and column."""

import json
import string
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competences import load_framework
from recommender.adapters.table import clean
from recommender.archive import from_record, to_record
from recommender.catalogue import Outcome, Requirement
from recommender.mapping import FIELDS, TEMPLATE
from recommender.sentences import SENTENCES, say
from recommender.vocabulary import PACKS
from tests.recommender.builders_reading import (
    WALLOON,
    WALLOON_COLUMNS,
    attempted,
    codes,
    csv_of,
    one,
    read,
    row_of,
    told,
)

REPEATABLE = settings(derandomize=True, max_examples=200, deadline=None)
CELLS = st.text(max_size=12) | st.sampled_from(
    [
        "digcomp-3.0/1.1:0-2",
        "7 h",
        "2027-03-02",
        "yes",
        "http://[",
        "€ 5",
        "-",
        "1:1",
        "BE-WAL",
        "worker",
    ]
)


@REPEATABLE
@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, CELLS)), max_size=4))
def test_any_cells_give_a_catalogue_or_are_refused(rows):
    data = csv_of(FIELDS, *([row.get(field, "") for field in FIELDS] for row in rows))
    found = attempted(lambda: read(data))
    if found is None:
        return
    catalogue, problems = found
    assert len({training.id for training in catalogue}) == len(catalogue)
    held = sum(any(map(clean, row.values())) for row in rows)
    assert len(catalogue) + codes(problems).count("no-title") == held
    for problem in problems:
        assert say(problem.code, {**problem.where, **problem.values})
    for training in catalogue:
        assert from_record(json.loads(json.dumps(to_record(training)))) == training


@REPEATABLE
@given(st.binary(max_size=300))
def test_any_bytes_after_a_header_give_a_catalogue_or_are_refused(data):
    attempted(lambda: read(b"id,title,language,outcomes,start,url\n" + data))


def test_the_template_and_the_demonstration_read_without_a_problem():
    template, problems = read((PACKS / "template.csv").read_bytes(), "template.csv")
    assert (len(template), problems) == (1, [])
    head = (PACKS / "template.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert tuple(head.split(",")) == TEMPLATE
    shown, problems = read((PACKS / "demonstration.csv").read_bytes(), "demonstration.csv")
    assert problems == []
    assert len(shown) >= 60
    assert len({training.provider for training in shown}) >= 12
    assert {training.language for training in shown} == {"nl", "fr", "de", "en"}
    taught = {outcome.competence for training in shown for outcome in training.outcomes}
    assert {f"digcomp-3.0/{code}" for code in load_framework("digcomp-3.0").codes} <= taught
    assert {code.partition("/")[0] for code in taught} == {"digcomp-3.0", "digcompedu", "e-cf-4.0"}


def test_a_whole_row_of_the_template_is_read():
    training = one(
        description="Deux\nlignes", url="https://x.example/a", provider="École", mode="hybrid", place="Namur",
        postal_code="5000", region="BE-WAL", start="2027-03-02", end="16/03/2027", hours="9", price_eur="30",
        audience="citizen;jobseeker", outcomes="digcomp-3.0/1.3:2-4; e-cf-4.0/B.1:1-2",
        requires="digcomp-3.0/1.1:2", certificate="attendance", accessibility="wheelchair; captions",
        funding="training-vouchers", capacity="12", last_checked="2026-11-20",
    )  # fmt: skip
    assert training.description.fr == "Deux\nlignes"
    assert (training.start, training.end) == (date(2027, 3, 2), date(2027, 3, 16))
    assert (training.hours, training.price, training.capacity) == (9.0, Decimal("30.00"), 12)
    assert training.outcomes == (Outcome("digcomp-3.0/1.3", 2, 4), Outcome("e-cf-4.0/B.1", 1, 2))
    assert training.requires == (Requirement("digcomp-3.0/1.1", 2),)
    assert (training.accessibility, training.funding) == (
        ("wheelchair", "captions"),
        ("training-vouchers",),
    )
    assert training.last_checked == date(2026, 11, 20)


def test_only_a_row_without_a_title_is_left_out():
    data = csv_of(["id", "title", "language"], ["1", "", "nl"], ["2", "x", "nl"], ["", "", ""])
    catalogue, problems = read(data)
    assert [training.id for training in catalogue] == ["2"]
    assert [(problem.code, problem.severity, problem.where) for problem in problems] == [
        ("no-title", "error", {"row": 2, "column": "title"})
    ]


def test_repeated_ids_are_numbered_and_told():
    rows = [[name, "x", "nl"] for name in ("a", "a", "a#2", "a", "b")]
    catalogue, problems = read(csv_of(["id", "title", "language"], *rows))
    assert [training.id for training in catalogue] == ["a", "a#2", "a#2#2", "a#3", "b"]
    assert codes(problems) == [*["id-repeated"] * 3, "duplicate-training"]
    assert (problems[-1].where, problems[-1].values) == ({"row": 2}, {"n": 1, "ids": "b"})
    assert (problems[0].where, problems[0].values["kept"]) == ({"row": 3, "column": "id"}, "a#2")
    assert [problem.where["row"] for problem in problems[:3]] == [3, 4, 5]


def test_an_id_that_is_long_and_repeated_is_cut_for_its_ending():
    rows = [["x" * 300, "x", "nl"]] * 2
    catalogue, problems = read(csv_of(["id", "title", "language"], *rows))
    assert [training.id for training in catalogue] == ["x" * 200, "x" * 198 + "#2"]
    assert codes(problems) == ["id-repeated"]


def test_a_row_without_id_gets_the_same_one_each_time():
    first, problems = read(
        csv_of(["title", "language", "place"], ["x", "nl", "Gent"], ["x", "nl", "Aalst"])
    )
    again, _ = read(
        csv_of(["title", "language", "place"], ["x", "nl", "Aalst"], ["x", "nl", "Gent"])
    )
    assert {training.id for training in first} == {training.id for training in again}
    assert codes(problems) == ["id-column-missing"]
    assert told(id="") == ["no-id"]


def test_sessions_of_one_course_share_a_group():
    rows = [
        ["1", "Excel", "École", "Liège"],
        ["2", "EXCEL", "École", "Namur"],
        ["3", "Excel", "Autre", "Mons"],
        ["4", "Word", "École", "Liège"],
        ["5", "Excel", "", "Mons"],
        ["6", "Excel", "", "Ath"],
    ]
    data = csv_of(["id", "title", "provider", "place"], *rows)
    catalogue, _ = read(data, values={"language": "fr"})
    assert [training.group for training in catalogue] == ["1", "1", "", "", "", ""]


def test_equal_content_has_an_equal_version():
    head = ["id", "title", "language", "hours", "price_eur"]
    plain = read(csv_of(head, ["1", "x", "nl", "7", "25"]))[0]
    other = read(csv_of(head, ["1", " x ", "Nederlands", "7,0", "€ 25,00"], parter=";"))[0]
    changed = read(csv_of(head, ["1", "x", "nl", "8", "25"]))[0]
    assert plain.version == other.version != changed.version
    assert len(plain.version) == 16
    assert set(plain.version) <= set(string.hexdigits.lower())


def test_titles_come_in_several_languages():
    training = one(title="Cours", title_nl="Cursus", language="fr")
    assert training.title.to_mapping() == {"nl": "Cursus", "fr": "Cours"}
    assert one(title="", title_de="Kurs").title.to_mapping() == {"de": "Kurs"}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"language": ""}, "no-language"),
        ({"language": "Klingon"}, "language-not-understood"),
        ({"mode": "beamed"}, "mode-not-understood"),
        ({"region": "Mars"}, "region-not-understood"),
        ({"start": "31/02/2027"}, "date-not-understood"),
        ({"start": "soon"}, "date-not-understood"),
        ({"last_checked": "0001-01-01"}, "date-not-understood"),
        ({"start": "2027-03-02", "end": "2027-03-01"}, "end-before-start"),
        ({"hours": "verschillend"}, "hours-not-understood"),
        ({"hours": "800 Années"}, "hours-implausible"),
        ({"hours": "0"}, "hours-implausible"),
        ({"hours": "60-75 minuten"}, "hours-range"),
        ({"price_eur": "€350-€750"}, "price-not-understood"),
        ({"price_eur": "9999999"}, "price-implausible"),
        ({"capacity": "-3"}, "capacity-not-understood"),
        ({"url": "javascript:alert(1)"}, "url-not-web"),
        ({"url": "http://["}, "url-not-web"),
        ({"outcomes": "1.1:0-2"}, "outcome-not-understood"),
        ({"outcomes": "digcomp-3.0/9.9:0-2"}, "claim-unknown-competence"),
        ({"outcomes": "digcomp-9.9/1.1:0-2"}, None),
        ({"outcomes": "klingon/1.1:0-2"}, "claim-unknown-competence"),
        ({"outcomes": "digcomp-3.0/1.1:7-9", "hours": "90"}, "claim-out-of-range"),
        ({"outcomes": "e-cf-4.0/B.1:4-6", "hours": "90"}, "claim-out-of-range"),
        ({"outcomes": "digcomp-3.0/1.1:2-2"}, "outcome-without-gain"),
        ({"outcomes": "digcomp-3.0/1.1:0-1;digcomp-3.0/1.1:1-2"}, "claim-twice"),
        ({"outcomes": "digcomp-3.0/1.1:0-4", "hours": "8"}, "too-many-levels"),
        ({"outcomes": "digcomp-3.0/1.1:0-4", "hours": "16"}, None),
        ({"outcomes": "digcomp-3.0/1.1:0-3"}, "too-many-levels"),
        ({"requires": "digcomp-3.0/1.1"}, "requirement-not-understood"),
        ({"requires": "digcomp-3.0/1.1:9"}, "claim-out-of-range"),
        (
            {"outcomes": "digcomp-3.0/1.1:0-2", "requires": "digcomp-3.0/1.1:1"},
            "requires-own-outcome",
        ),
        ({"outcomes": "digcomp-3.0/1.1:0-2", "requires": "digcomp-3.0/1.2:1"}, None),
        ({"hours": "", "price_eur": "", "audience": "", "url": "", "start": ""}, None),
    ],
)
def test_what_is_not_understood_is_a_warning_at_its_cell(cells, problem):
    catalogue, problems = read(row_of(**cells))
    assert len(catalogue) == 1
    assert codes(problems) == ([problem] if problem else [])
    for found in problems:
        assert (found.severity, found.where["row"]) == ("warning", 2)
        assert found.where["column"] in cells
        assert say(found.code, {**found.where, **found.values})


def test_what_counts_as_unknown_is_empty():
    training = one(
        hours="800 Années", price_eur="In overleg", start="soon", url="ftp://x", mode="beamed"
    )
    assert (training.hours, training.price, training.start) == (None, None, None)
    assert (training.url, training.mode) == ("", "")


def test_the_offending_piece_is_named_and_the_others_stay():
    catalogue, problems = read(
        row_of(outcomes="digcomp-3.0/1.1:0-2; nonsense; digcomp-3.0/1.2:0-2")
    )
    assert [outcome.competence[-3:] for outcome in catalogue.trainings[0].outcomes] == [
        "1.1",
        "1.2",
    ]
    assert problems[0].values == {"piece": "nonsense"}


def test_a_level_that_a_training_requires_and_brings_counts_as_required():
    raised = one(outcomes="digcomp-3.0/1.1:0-2", requires="digcomp-3.0/1.1:1")
    assert raised.outcomes == (Outcome("digcomp-3.0/1.1", 1, 2),)
    assert one(outcomes="digcomp-3.0/1.1:0-2", requires="digcomp-3.0/1.1:2").outcomes == ()


def test_every_sentence_has_its_places_filled_by_name():
    for sentence in SENTENCES.values():
        for form in (sentence,) if isinstance(sentence, str) else sentence:
            assert all(
                name != "" for _, name, _, _ in string.Formatter().parse(form) if name is not None
            )


@pytest.mark.catalogues
class TestTheWalloonList:
    @pytest.fixture(scope="class")
    @staticmethod
    def found():
        if not WALLOON.exists():
            pytest.skip("catalogues missing")
        return read(WALLOON.read_bytes(), WALLOON.name, columns=WALLOON_COLUMNS)

    def test_all_rows_are_accounted_for(self, found):
        catalogue, problems = found
        assert len(catalogue) == 1009
        assert len({training.id.partition("#")[0] for training in catalogue}) == 964
        assert codes(problems).count("id-repeated") == 45
        assert not [problem for problem in problems if problem.severity == "error"]
        rows = [one for one in problems if one.where["row"] != 1 and one.code != "id-repeated"]
        assert set(codes(rows)) == {"hours-implausible", "duplicate-training"}
        assert codes(rows).count("hours-implausible") == 1
        copied = [one for one in rows if one.code == "duplicate-training"]
        assert (len(copied), sum(one.values["n"] for one in copied)) == (10, 12)

    def test_a_training_for_workers_only_never_suits_a_jobseeker(self, found):
        audiences = [training.audience for training in found[0]]
        assert audiences.count(frozenset({"worker"})) == 460
        assert audiences.count(frozenset({"jobseeker"})) == 549

    def test_places_modes_and_hours_are_understood(self, found):
        catalogue, _ = found
        assert sum(training.region == "BE-WAL" for training in catalogue) == 972
        assert sum(training.mode == "online" for training in catalogue) == 130
        assert sum(training.hours is None for training in catalogue) == 3
        assert all(training.price is None for training in catalogue)

    def test_repeats_are_sessions_of_a_group(self, found):
        groups: dict[str, list[str]] = {}
        for training in found[0]:
            if training.group:
                groups.setdefault(training.group, []).append(training.provider)
        assert len(groups) > 50
        assert all(len(set(providers)) == 1 < len(providers) for providers in groups.values())

    def test_raw_durations_are_understood_too(self, found):
        raw, _ = read(
            WALLOON.read_bytes(),
            WALLOON.name,
            columns={**WALLOON_COLUMNS, "hours": "duration_raw"},
        )
        both = [(a.hours, b.hours) for a, b in zip(raw, found[0], strict=True)]
        assert all(a == b for a, b in both if b is not None)
        assert sum(a is None for a, _ in both) == 2
        assert all(x <= y for x, y in pairwise(sorted(a for a, _ in both if a)))


def test_a_no_break_space_in_a_title_stays():
    title = "Vrai\N{NO-BREAK SPACE}: ou"
    assert one(title=f" {title}  faux ", language="fr").title.fr == f"{title} faux"
