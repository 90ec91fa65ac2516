"""Role profiles: ours are whole, and what is wrong in a file of roles is named."""

import pytest

from competences import load_framework
from competences.framework import PURPOSES
from competences.problems import UnknownRole
from competences.role_profiles import read_roles, role_profile, role_profiles
from tests.competences.builders import STATEMENT, write_pack

ROLE = """
[[roles]]
id = "r"
purpose = "job"
origin = "ours"
name = { nl = "R", fr = "R", de = "R", en = "R" }
demands = [{ code = "A.1", level = 2, state = "editorial" }]
"""


@pytest.fixture
def tiny(tmp_path):
    """Give a function that reads the roles of a small pack with a file of roles."""
    from competences.loading import read_pack  # noqa: PLC0415

    folder = write_pack(tmp_path, STATEMENT)
    framework = read_pack("tiny-1", folder)[0].framework

    def read(text):
        (folder / "tiny-1" / "roles.toml").write_text(text, encoding="utf-8")
        return read_roles(framework, folder / "tiny-1")

    return read


@pytest.mark.parametrize(
    ("framework", "least"), [("digcomp-3.0", 17), ("e-cf-4.0", 42), ("digcompedu", 3)]
)
def test_our_roles_are_whole(framework, least):
    roles = role_profiles(framework)
    assert len(roles) >= least
    known = load_framework(framework)
    for role in roles:
        assert role.purpose in PURPOSES
        assert not role.name.missing()
        assert set(role.scope) <= set(known.codes)
        assert role.state != "editorial" or not role.reason.missing()


def test_basic_in_every_competence_asks_the_end_of_basic_everywhere():
    role = role_profile("digcomp-3.0", "basic-everywhere")
    assert role.levels == dict.fromkeys(load_framework("digcomp-3.0").codes, 2)


def test_the_known_error_of_the_source_is_left_out():
    assert "E.5" not in role_profile("e-cf-4.0", "business-analyst").levels


def test_levels_of_e_cf_roles_are_defined():
    framework = load_framework("e-cf-4.0")
    for role in role_profiles("e-cf-4.0"):
        for demand in role.demands:
            assert demand.level in framework.competence(demand.competence).levels


def test_a_role_is_as_sure_as_its_least_sure_demand():
    assert role_profile("e-cf-4.0", "ciso").state == "verified"
    assert role_profile("e-cf-4.0", "account-manager").state == "single-source"


def test_an_unknown_role_is_named():
    with pytest.raises(UnknownRole, match="astronaut"):
        role_profile("digcomp-3.0", "astronaut")


def test_a_role_is_read(tiny):
    (role,), problems = tiny(ROLE)
    assert problems == []
    assert role.levels == {"A.1": 2}
    assert role.scope == ("A.1",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('purpose = "job"', 'purpose = "fun"'), "bad-choice"),
        (('state = "editorial"', 'state = "sure"'), "bad-choice"),
        (('code = "A.1"', 'code = "B.9"'), "bad-role-competence"),
        (("level = 2", "level = 4"), "level-not-defined"),
        (("level = 2", "level = true"), "level-not-defined"),
        (('fr = "R", ', ""), "missing-language"),
        (('demands = [{ code = "A.1", level = 2, state = "editorial" }]', ""), "empty-role"),
        (("[[roles]]", "[[roles"), "unreadable-file"),
        (("[[roles]]", "[roles]"), "not-a-list"),
        (('id = "r"', ""), "bad-role-id"),
        (('id = "r"', 'id = "a/b c"'), "bad-role-id"),
        (('nl = "R"', "nl = 5"), "missing-language"),
        (('state = "editorial"', 'state = ["editorial"]'), "bad-choice"),
    ],
)
def test_what_is_wrong_in_a_role_is_named(tiny, change, code):
    roles, problems = tiny(ROLE.replace(*change))
    assert roles == []
    assert code in [problem.code for problem in problems]


def test_a_role_twice_is_named(tiny):
    roles, (problem,) = tiny(ROLE + ROLE)
    assert problem.code == "repeated-id"
    assert len(roles) == 1
