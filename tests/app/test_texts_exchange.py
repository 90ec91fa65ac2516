"""Packs go out to translators and come back: to the byte where nothing changed, by one line where one phrase did."""

import shutil
from difflib import unified_diff

import polib
import pytest

from app.exchange.changes import Change
from app.exchange.po_file import po_text, read_po_file
from app.exchange.units import units
from app.exchange.writing import edited
from app.exchange.xliff_file import read_xliff_file, xliff_text
from competences.loading import PACKS
from competences.problems import UnreadableInput, UnwritableOutput

FORMATS = ("po", "xlf")
ODD = "Tom & Zoë <t@x.example> zei: \"l’été\" 'a' \\ 5\u202f% \u00a0ok ]]> \u2028 é"
SPELLED = ODD.replace("\\", "\\\\").replace('"', '\\"')
"""The same as TOML writes it."""
FRAMEWORK = """# a pack
[name]  # comment
nl = "Klein"
fr = "Petit"
en = "Small"

[cuts]
dates = { set_on = 2026-11-22 }

[[areas]]
code = "1"
name = { nl = "Eén",  fr = 'Un', en = "One" } # kept

[[areas]]
code = "2"
name = { en = "Two" }
"""
COMPETENCE = '''code = "1.1"

[[items]]
id = "1.1-k1"
kind = "knowledge"
level = 2
format = "one"
key = 0
review = { nl = "second-read", fr = "draft", en = "draft" }   # by two

[items.stem]
nl = """
Wat print
dit?"""
fr = "Quoi\\nça ?"
en = "What does\\nthis print?"

[items.exhibit]
kind = "program"
nl.lines = [
  "print(naam)",  # first
  "",
  "  {naam}", ]
en.lines = ["print(name)", "", "  {name}"]

[[items.options]]
nl = "naam & \\u0001 <b>"
fr = "42"
en = "name & \\u0001 <b>\\r"

[[items.options]]
nl = "42"
fr = "42"
en = "42"
'''


@pytest.fixture
def run(app):
    def run(*words):
        outcome = app.test_cli_runner().invoke(args=["texts", *map(str, words)])
        assert "Traceback" not in outcome.output
        return outcome

    return run


@pytest.fixture
def packs(tmp_path):
    folder = tmp_path / "packs"
    (folder / "small").mkdir(parents=True)
    (folder / "small" / "framework.toml").write_bytes(FRAMEWORK.encode())
    (folder / "small" / "1.1.toml").write_bytes(COMPETENCE.encode())
    return folder


@pytest.fixture
def digcomp(tmp_path):
    folder = tmp_path / "ours"
    shutil.copytree(PACKS / "digcomp-3.0", folder / "digcomp-3.0")
    return folder


@pytest.fixture
def trip(run, tmp_path):
    """Give what sends a pack out, changes the file's text, and brings it back."""

    def trip(packs, suffix, *changes, framework="small", language="nl", more=()):
        file = tmp_path / f"out.{suffix}"
        out = run("export", framework, language, file, "--packs", packs)
        assert out.exit_code == 0, out.output
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
        back = run("import", framework, file, "--packs", packs, *more)
        assert (back.exit_code == 2) == ("Nothing was taken over" in back.output), back.output
        return back.output

    return trip


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines(before, after):
    """Give the lines that differ between two states of a folder."""
    return [
        line
        for name in before
        for line in unified_diff(
            before[name].decode().splitlines(), after[name].decode().splitlines(), n=0
        )
        if line[:1] in "+-" and line[:3] not in {"+++", "---"}
    ]


def unit(packs, name, language="nl", framework="small"):
    return next(one for one in units(framework, language, packs) if one.id == name)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_a_bank_that_comes_back_untouched_changes_no_byte(trip, digcomp, suffix, language):
    before = bytes_of(digcomp)
    told = trip(digcomp, suffix, framework="digcomp-3.0", language=language)
    assert told.startswith("0 phrases and 0 review states changed in 0 files")
    assert told.rstrip().endswith(" 0 problems.")
    assert bytes_of(digcomp) == before


@pytest.mark.parametrize("suffix", FORMATS)
def test_one_new_phrase_of_a_bank_changes_one_line(trip, digcomp, suffix):
    before = bytes_of(digcomp)
    change = ("Beveiligen van apparaten", "Apparaten & “gsm’s” beveiligen")
    if suffix == "xlf":
        change = (change[0], change[1].replace("&", "&amp;"))
    told = trip(digcomp, suffix, change, framework="digcomp-3.0")
    assert told.startswith("1 phrase and 0 review states changed in 1 file")
    after = bytes_of(digcomp)
    assert lines(before, after) == [
        '-nl = "Beveiligen van apparaten"',
        '+nl = "Apparaten & “gsm’s” beveiligen"',
    ]
    assert trip(digcomp, suffix, framework="digcomp-3.0").startswith("0 phrases and 0 review")
    assert bytes_of(digcomp) == after


def test_every_phrase_of_a_bank_can_change_and_nothing_else_does(digcomp):
    for path in sorted((digcomp / "digcomp-3.0").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        rows = [
            Change(path.name, one.steps, f"{one.target} {ODD}")
            for one in units("digcomp-3.0", "de", digcomp)
            if one.file == path.name
        ]
        found = edited(text, rows, path.name).replace(f" {SPELLED}", "")
        assert found == text


def test_an_export_is_the_same_bytes_twice_and_names_no_day(digcomp):
    found = units("digcomp-3.0", "fr", digcomp)
    for text in (po_text, xliff_text):
        once = text(found, "digcomp-3.0", "fr")
        assert once == text(units("digcomp-3.0", "fr", digcomp), "digcomp-3.0", "fr")
        assert "-Date:" not in once


def test_both_formats_carry_the_same_units(digcomp):
    found = units("digcomp-3.0", "fr", digcomp)
    po = read_po_file(po_text(found, "digcomp-3.0", "fr").encode(), "x.po")
    xliff = read_xliff_file(xliff_text(found, "digcomp-3.0", "fr").encode(), "x.xlf")
    rows = [(one.id, one.source, one.target) for one in found]
    assert [(one.id, one.source, one.target) for one in po.units] == rows
    assert [(one.id, one.source, one.target) for one in xliff.units] == rows
    assert (
        (po.framework, po.language) == (xliff.framework, xliff.language) == ("digcomp-3.0", "fr")
    )
    assert len({one.id for one in found}) == len(found)


def test_another_reader_of_po_finds_the_same(digcomp):
    found = units("digcomp-3.0", "fr", digcomp)
    read = polib.pofile(po_text(found, "digcomp-3.0", "fr"))
    assert [(one.msgctxt, one.msgid, one.msgstr) for one in read] == [
        (one.id, one.source, one.target) for one in found
    ]
    assert {one.msgctxt for one in read if one.fuzzy} == {
        one.id for one in found if one.state == "draft"
    }


def test_ids_name_every_kind_of_phrase(digcomp):
    ids = {one.id for one in units("digcomp-3.0", "nl", digcomp)}
    assert ids >= {
        "framework/name",
        "framework/areas/1/name",
        "framework/levels/basic/name",
        "framework/steps/0",
        "framework/handover/words",
        "4.1/bands/basic/means",
        "4.1/items/4.1-k1/options/2",
        "4.1/items/4.1-k3/exhibit/body/1",
        "roles/parent/name",
    }


def test_an_id_stays_when_questions_move(packs):
    before = {one.id for one in units("small", "nl", packs)}
    path = packs / "small" / "1.1.toml"
    new = '[[items]]\nid = "1.1-k0"\n[items.stem]\nen = "New"\n\n[[items]]\nid = "1.1-k1"'
    path.write_text(COMPETENCE.replace('[[items]]\nid = "1.1-k1"', new), encoding="utf-8")
    after = {one.id for one in units("small", "nl", packs)}
    assert after - before == {"1.1/items/1.1-k0/stem"}
    assert before <= after


def test_a_note_says_what_a_translator_must_know(packs):
    assert unit(packs, "1.1/items/1.1-k1/options/0").note == "knowledge, level 2: option 1, right"
    assert unit(packs, "1.1/items/1.1-k1/options/1").note == "knowledge, level 2: option 2, wrong"
    shown = unit(packs, "1.1/items/1.1-k1/exhibit/lines/2")
    assert shown.note == "knowledge, level 2: shown (program), lines 3"


@pytest.mark.parametrize("suffix", FORMATS)
def test_odd_layouts_and_characters_come_back_as_they_were(trip, packs, suffix):
    before = bytes_of(packs)
    assert trip(packs, suffix).endswith(" 1 untranslated, 0 problems.\n")
    assert bytes_of(packs) == before


@pytest.mark.parametrize("text", [po_text, xliff_text])
def test_odd_characters_survive_both_formats(packs, text):
    path = packs / "small" / "framework.toml"
    told = SPELLED + "\\n\\t\\u0007\\r"
    path.write_text(FRAMEWORK.replace('"Klein"', f'"{told}"'), encoding="utf-8")
    read = {po_text: read_po_file, xliff_text: read_xliff_file}[text]
    back = read(text(units("small", "nl", packs), "small", "nl").encode(), "x")
    assert back.units[0].target == ODD + "\n\t\u0007\r"


@pytest.mark.parametrize(
    ("step", "words", "old", "new"),
    [
        (("name", "nl"), ODD, None, None),
        (("areas", 0, "name", "fr"), "L'un", "'Un'", '"L\'un"'),
        (("areas", 0, "name", "fr"), "Une", "'Un'", "'Une'"),
        (("areas", 1, "name", "nl"), "Twee", '{ en = "Two" }', '{ en = "Two", nl = "Twee" }'),
    ],
)
def test_a_phrase_is_written_in_the_manner_of_its_place(step, words, old, new):
    found = edited(FRAMEWORK, [Change("f", step, words)], "f")
    assert "dates = { set_on = 2026-11-22 }" in found
    if old is not None:
        assert found == FRAMEWORK.replace(old, new)


def test_lines_of_their_own_stay_and_a_cell_changes_alone():
    rows = [
        Change("f", ("items", 0, "stem", "nl"), "Wat\nkomt er?"),
        Change("f", ("items", 0, "exhibit", "nl", "lines", 2), '  "{x}"'),
    ]
    found = edited(COMPETENCE, rows, "f")
    assert found == COMPETENCE.replace("Wat print\ndit?", "Wat\nkomt er?").replace(
        '"  {naam}", ]', '"  \\"{x}\\"", ]'
    )


def test_line_ends_of_a_file_are_kept():
    text = FRAMEWORK.replace("\n", "\r\n")
    found = edited(text, [Change("f", ("name", "nl"), "Nieuw")], "f")
    assert found == text.replace("Klein", "Nieuw")


def test_a_place_that_cannot_be_written_is_refused():
    with pytest.raises(UnwritableOutput):
        edited("a = [", [Change("f", ("a",), "x")], "f")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_missing_language_is_added(trip, packs, suffix):
    word = {"po": ('msgid "Two"\nmsgstr ""', 'msgid "Two"\nmsgstr "Twee"')}.get(
        suffix, ("<source>Two</source>", "<source>Two</source><target>Twee</target>")
    )
    told = trip(packs, suffix, word)
    assert told.startswith("1 phrase ")
    assert unit(packs, "framework/areas/2/name").target == "Twee"


def test_new_words_make_a_question_a_draft(trip, packs):
    before = bytes_of(packs)
    told = trip(packs, "po", ('msgstr "42"', 'msgstr "43"'))
    assert told.startswith("1 phrase and 1 review state changed in 1 file")
    changed = lines(before, bytes_of(packs))
    assert '+review = { nl = "draft", fr = "draft", en = "draft" }   # by two' in changed
    assert '+nl = "43"' in changed
    assert len(changed) == 4


def test_new_words_that_were_read_twice_keep_the_state(trip, packs):
    trip(packs, "po", ('msgstr "42"', 'msgstr "43"'), more=["--second-read"])
    assert unit(packs, "1.1/items/1.1-k1/options/1").state == "second-read"
    trip(
        packs,
        "xlf",
        ('"translated">\n    <source>42', '"final">\n    <source>42'),
        (">43<", ">44<"),
    )
    assert unit(packs, "1.1/items/1.1-k1/options/1").target == "44"
    assert unit(packs, "1.1/items/1.1-k1/options/1").state == "second-read"


def test_a_fuzzy_phrase_was_not_read_twice(trip, packs):
    trip(
        packs,
        "po",
        ('msgstr "42"', 'msgstr "43"'),
        ('msgctxt "1.1/items/1.1-k1/options/1"', '#, fuzzy\nmsgctxt "1.1/items/1.1-k1/options/1"'),
        more=["--second-read"],
    )
    assert unit(packs, "1.1/items/1.1-k1/options/1").state == "draft"


def test_a_question_read_twice_in_all_its_phrases_is_second_read(trip, packs):
    trip(
        packs,
        "xlf",
        ('="translated">\n    <source>42', '="initial">\n    <source>42'),
        (">42</target", ">43</target"),
    )
    assert unit(packs, "1.1/items/1.1-k1/stem").state == "draft"
    count = sum(one.item != () for one in units("small", "nl", packs))
    some = [('"translated">', '"reviewed">')] * (count + 2)
    told = trip(packs, "xlf", *some)
    assert told.startswith("0 phrases and 1 review state")
    assert unit(packs, "1.1/items/1.1-k1/stem").state == "second-read"


def test_second_read_is_a_word_for_po_alone(run, packs, tmp_path):
    file = tmp_path / "x.xlf"
    file.write_text("", encoding="utf-8")
    told = run("import", "small", file, "--packs", packs, "--second-read")
    assert told.exit_code == 2
    assert "reviewed" in told.output


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_dry_run_writes_nothing(trip, packs, suffix):
    before = bytes_of(packs)
    told = trip(packs, suffix, ("Klein", "Nieuw"), more=["--dry-run"])
    assert told.startswith("1 phrase and 0 review states would change")
    assert bytes_of(packs) == before


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Klein", "", ""),
        ("Klein", "  ", ""),
        ("Small", "Little", "error: framework/name: The English words are not those"),
        ("framework/name", "framework/title", "error: framework/title: There is no such phrase"),
    ],
)
def test_what_cannot_be_taken_over_is_left_and_said(trip, packs, suffix, old, new, said):
    before = bytes_of(packs)
    assert said in trip(packs, suffix, (old, new))
    assert bytes_of(packs) == before


def test_a_phrase_left_empty_is_counted(trip, packs):
    full = trip(packs, "po")
    less = trip(packs, "po", ('msgstr "Klein"', 'msgstr ""'))
    assert full.startswith("0 phrases")
    assert less.startswith("0 phrases")
    assert "1 untranslated, 0 problems" in full
    assert "2 untranslated, 0 problems" in less


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgstr "Klein"', 'msgstr "Klein\\nding"', "line breaks"),
        ('msgstr "Klein"', 'msgstr "Klein\x07"', "cannot be seen"),
        ('msgid "Small"\nmsgstr "', 'msgid "Small"\nmsgid_plural "S"\nmsgstr[0] "', "plural"),
        ('"Language: nl\\n"', '"Language: es\\n"', "it must be one of nl, fr, de"),
        ('"Language: nl\\n"', '"Language: en\\n"', "it must be one of nl, fr, de"),
        ('"Language: nl\\n"\n', "", "it must be one of nl, fr, de"),
        ("Azimut small", "Azimut large", "not of “small”; nothing is taken over"),
    ],
)
def test_errors_of_po_leave_the_pack_alone(trip, packs, old, new, said):
    before = bytes_of(packs)
    assert said in trip(packs, "po", ("Klein", "Klein"), (old, new))
    assert bytes_of(packs) == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<target>Klein", '<target xml:lang="fr">Petite', "in “fr”"),
        ("<target>Klein", '<target>K<ph id="1"/>n', "codes"),
        ('trgLang="nl"', 'trgLang="es"', "it must be one of nl, fr, de"),
        ('srcLang="en"', 'srcLang="nl"', "translates from “nl”"),
        ('original="small/', 'original="large/', "not of “small”"),
        ("</unit>", '</unit><unit id="a" name="framework/name"><segment/></unit>', "twice"),
    ],
)
def test_errors_of_xliff_leave_the_pack_alone(trip, packs, old, new, said):
    before = bytes_of(packs)
    assert said in trip(packs, "xlf", (old, new))
    assert bytes_of(packs) == before


def test_a_region_of_the_language_is_the_language(trip, packs):
    assert trip(packs, "xlf", ('"nl"', '"nl-BE"'), ("Klein", "Nieuw")).startswith("1 phrase ")
    assert trip(packs, "po", ("Language: nl", "Language: nl_BE"), ("Nieuw", "Klein")).startswith(
        "1 "
    )


def test_places_and_blanks_are_taken_over_with_a_warning(trip, packs):
    told = trip(packs, "po", ('"  {naam}"', '"{naam}"'), ("Klein", "Klein "))
    assert "warning: 1.1/items/1.1-k1/exhibit/lines/2: Blanks" in told
    assert "warning: 1.1/items/1.1-k1/exhibit/lines/2: The places {name} became {naam}" in told
    assert told.splitlines()[-1].startswith("2 phrases")


def test_marks_and_segments_of_a_tool_change_no_word(packs):
    text = xliff_text(units("small", "nl", packs), "small", "nl")
    split = text.replace(
        "<target>Klein</target>\n   </segment>",
        '<target>Kl<mrk id="m">ei</mrk></target>\n   </segment>'
        "<ignorable><source/></ignorable>"
        '<segment state="final"><source/><target>n</target></segment>',
    )
    assert split != text
    assert read_xliff_file(split.encode(), "x").units[0].target == "Klein"
    assert read_xliff_file(split.encode(), "x").units[0].mark == "done"
    halved = split.replace("<target>n</target>", "")
    assert read_xliff_file(halved.encode(), "x").units[0].target == ""


def test_a_unit_whose_name_a_tool_dropped_is_known_by_its_id(packs):
    text = xliff_text(units("small", "nl", packs), "small", "nl")
    bare = text.replace(' name="1.1/items/1.1-k1/stem"', "")
    assert bare != text
    assert [one.id for one in read_xliff_file(bare.encode(), "x").units] == [
        one.id for one in units("small", "nl", packs)
    ]


def test_wide_encodings_are_read(packs):
    text = xliff_text(units("small", "nl", packs), "small", "nl")
    wide = text.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_xliff_file(wide, "x") == read_xliff_file(text.encode(), "x")


def test_an_exhibit_without_a_side_says_so(trip, packs):
    told = trip(
        packs,
        "po",
        ('msgid "print(name)"\nmsgstr ""', 'msgid "print(name)"\nmsgstr "print(nom)"'),
        language="fr",
    )
    assert "lines/0: The pack has no place for it" in told
    assert "\n0 phrases" in told


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xliff>&b;</xliff>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<xliff",
        b"\xff\xfe\x00",
        b"<xliff/>",
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>',
        BOMB.encode(),
        BOMB.lower().encode("utf-16"),
        b"<xliff>&undefined;</xliff>",
    ],
)
def test_bad_xml_is_refused(run, packs, tmp_path, data):
    with pytest.raises(UnreadableInput):
        read_xliff_file(data, "x.xlf")
    file = tmp_path / "x.xlf"
    file.write_bytes(data)
    told = run("import", "small", file, "--packs", packs)
    assert told.exit_code == 2
    assert "x.xlf cannot be read" in told.output


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        b"hello",
        b'msgid "a',
        b'msgid ""\nmsgstr "Language: xx_YY_$$\\n"\n\nmsgid "a"\nmsgstr "b"\n',
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=y;\\n"\n\nmsgid "a"\nmsgstr "b"\n',
    ],
)
def test_a_bad_po_is_refused(data):
    with pytest.raises(UnreadableInput):
        read_po_file(data, "x.po")


def test_words_of_the_command_are_checked(run, packs, tmp_path):
    assert run("export", "small", "en", tmp_path / "x.po", "--packs", packs).exit_code == 2
    assert run("export", "small", "nl", tmp_path / "x.txt", "--packs", packs).exit_code == 2
    assert "no framework" in run("export", "../x", "nl", tmp_path / "x.po").output
    assert run("export", "small", "nl", tmp_path / "no" / "x.po", "--packs", packs).exit_code == 2
    (packs / "small" / "1.1.toml").write_text("a = [", encoding="utf-8")
    broken = run("export", "small", "nl", tmp_path / "x.po", "--packs", packs)
    assert broken.exit_code == 2
    assert "1.1.toml" in broken.output


@pytest.mark.parametrize("code", ["D800", "DFFF"])
def test_half_a_character_never_reaches_a_pack(packs, trip, code):
    before = bytes_of(packs / "small")
    said = trip(packs, "xlf", ("Klein", f'Neu <cp hex="{code}"/>x'))
    assert bytes_of(packs / "small") == before
    assert "1 problem" in said


def test_marks_nested_without_end_are_refused(packs, run, tmp_path):
    file = tmp_path / "deep.xlf"
    run("export", "small", "nl", file, "--packs", packs)
    text = file.read_text(encoding="utf-8")
    deep = f"{'<mrk>' * 3000}Klein{'</mrk>' * 3000}"
    file.write_text(text.replace("Klein", deep, 1), encoding="utf-8")
    outcome = run("import", "small", file, "--packs", packs)
    assert outcome.exit_code == 2
    assert "nested too deep" in outcome.output
