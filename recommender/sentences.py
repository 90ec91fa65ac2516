"""The prose of this floor: an English sentence per code, marked for translation.

Commands print these sentences, the roof translates them. Places are named (`{value}`); a sentence that counts has two
forms and counts by the place `{n}`.
"""

from collections.abc import Mapping
from typing import Final

from competences.sentences import SENTENCES as MEASURED
from competences.sentences import Sentence, fill, mark, mark_plural

SENTENCES: Final[dict[str, Sentence]] = {
    # A file of which nothing can be read
    "empty-file": mark("The file is empty."),
    "file-too-large": mark("The file is larger than {megabytes} MB."),
    "file-too-heavy": mark(
        "The file asks for more memory or time than a catalogue needs. Keep the cells that hold"
        " trainings and save it again, or save it as CSV."
    ),
    "not-a-table": mark("The file is not a table. Save the catalogue as CSV or XLSX."),
    "not-a-spreadsheet": mark(
        "The file cannot be read as XLSX. Open it in a spreadsheet program and save it again."
    ),
    "old-spreadsheet": mark(
        "The file is in an old Office format or locked with a password. Save it as XLSX or CSV,"
        " without a password."
    ),
    "line-too-long": mark(
        "Row {row} holds a line or cell of more than {most} characters. Perhaps a quotation mark is not closed."
    ),
    "json-not-readable": mark("The file is not valid JSON in UTF-8: look at line {line}."),
    "json-too-deep": mark("The JSON is nested deeper than {most} levels."),
    "json-key-twice": mark("The JSON says “{name}” twice in one object."),
    "no-course": mark("The JSON-LD holds no Course of schema.org."),
    "no-title-column": mark(
        "No column gives the title. Columns of the file: {columns}. Say which one it is, for"
        " example with title=COLUMN."
    ),
    "field-unknown": mark("The template has no field “{field}”. Its fields: {fields}."),
    "tag-column-missing": mark("The file has no column “{name}”. Columns of the file: {columns}."),
    "code-not-known": mark("Row {row}: “{value}” is not a code of DigComp 3.0."),
    "no-code": mark("The column “{column}” holds no code in any row."),
    "limit-not-understood": mark("For {limit}, “{value}” is not a word we know."),
    # What is wrong with a catalogue file as a whole
    "wrong-extension": mark("The name “{name}” does not fit: the file was read as {kind}."),
    "not-utf-8": mark(
        "The file is not UTF-8 (line {line}), so it was read as Windows-1252. Check letters with"
        " accents."
    ),
    "more-sheets": mark("Only the first sheet, “{name}”, was read."),
    "too-many-columns": mark("Only the first {most} columns were read."),
    "too-many-rows": mark("Only the first {most} rows were read."),
    "repeated-column": mark("The column “{name}” stands twice; the first one was read."),
    "unknown-column": mark(
        "The column “{name}” is not read: the template has no such field and none is mapped to it."
    ),
    "misspelt-column": mark("The column “{name}” is not read. Is it the field {field}?"),
    "mapped-column-missing": mark(
        "The file has no column “{name}”, so the field {field} is not known."
    ),
    "id-column-missing": mark("No column gives the id, so each id is made from title and place."),
    "language-column-missing": mark(
        "No column gives the language of the trainings. Set it for all rows, for example with"
        " language=fr."
    ),
    "no-rows": mark("There is no row under the header."),
    # What is wrong with a row or a cell of a catalogue
    "unclosed-quote": mark_plural(
        "A quotation mark opens in this row and never closes; the row and {n} line after it were"
        " not read.",
        "A quotation mark opens in this row and never closes; the row and {n} lines after it were"
        " not read.",
    ),
    "too-many-cells": mark(
        "This row has more cells than the {most} columns; the rest is ignored."
    ),
    "cell-too-long": mark("The cell is longer than {most} characters and was cut."),
    "no-title": mark("The row has no title and was left out."),
    "no-id": mark("The row has no id, so one is made from its title and place."),
    "id-repeated": mark(
        "The id “{value}” stands in an earlier row; this one is kept as “{kept}”."
    ),
    "no-language": mark("The language of teaching is missing."),
    "language-not-understood": mark(
        "“{value}” is not a language we know; write nl, fr, de or en."
    ),
    "mode-not-understood": mark(
        "“{value}” is not a mode we know; write on-site, online, hybrid or self-paced."
    ),
    "mode-contradicts": mark("“{value}” contradicts the mode “{mode}”, which stays."),
    "region-not-understood": mark(
        "“{value}” is not a region we know; write BE-VLG, BE-WAL, BE-BRU or BE-OST."
    ),
    "region-contradicts": mark(
        "The postal code {postal_code} does not lie in {region}; the region stays."
    ),
    "audience-not-understood": mark(
        "“{value}” is not an audience we know; write citizen, jobseeker, worker, ict or teacher."
    ),
    "audience-contradicts": mark(
        "The row is for workers only, yet its audience says “{audience}”; it is kept for workers"
        " only."
    ),
    "answer-not-understood": mark("“{value}” is neither yes nor no."),
    "date-not-understood": mark("“{value}” is not a date; write 2027-03-31."),
    "end-before-start": mark("The end {end} lies before the start {start} and counts as unknown."),
    "hours-not-understood": mark(
        "“{value}” is not a duration we understand; write hours as a number."
    ),
    "hours-implausible": mark(
        "“{value}” would be {hours:g} hours; 0 or more than {most:g} counts as unknown."
    ),
    "hours-range": mark("“{value}” gives two numbers; the higher one counts: {hours:g} hours."),
    "price-not-understood": mark(
        "“{value}” is not one price in euro; write a number, 0 where it is free."
    ),
    "price-implausible": mark("The price “{value}” is too high to be true and counts as unknown."),
    "capacity-not-understood": mark("“{value}” is not a number of places."),
    "url-not-web": mark("“{value}” is not a web address; it must begin with https:// or http://."),
    "outcome-not-understood": mark(
        "“{piece}” is not an outcome; write it like digcomp-3.0/1.1:0-2."
    ),
    "requirement-not-understood": mark(
        "“{piece}” is not a requirement; write it like digcomp-3.0/1.1:2."
    ),
    "claim-unknown-competence": mark("“{piece}” names a competence that does not exist."),
    "claim-out-of-range": mark("“{piece}” names a level above the highest of its framework."),
    "outcome-without-gain": mark("“{piece}” ends no higher than it begins, so it brings nothing."),
    "claim-twice": mark("“{piece}” names a competence that stands earlier in the cell."),
    "decision-not-understood": mark(
        "“{value}” is no decision; write yes, no, none, or what it teaches, like digcomp-3.0/1.1:0-2."
    ),
    "decision-training-unknown": mark(
        "No training in the published catalogue is called “{value}”."
    ),
    "decision-claimed": mark("The provider says what “{value}” teaches, and that stands."),
    "decision-twice": mark(
        "“{value}” is a second decision about the same words; the first counts."
    ),
    "requires-own-outcome": mark(
        "“{piece}” is required, yet the training itself brings it; it counts as required."
    ),
    "too-many-levels": mark(
        "“{piece}” is a steep claim for the hours of this training; a person will look at it."
    ),
    "duplicate-training": mark_plural(
        "{n} more row says the same as this one, under another id ({ids}). A path takes one of them at most.",
        "{n} more rows say the same as this one, under other ids ({ids}). A path takes one of them at most.",
    ),
    "circular-requirement": mark_plural(
        "{n} training asks for what it alone teaches ({ids}), so nobody can begin it without earlier knowledge.",
        "These {n} trainings ask for what only they teach ({ids}), so nobody can begin them without earlier"
        " knowledge.",
    ),
    "behind-circle": mark_plural(
        "{n} more training cannot be begun, because what it asks for is taught only by such trainings ({ids}).",
        "{n} more trainings cannot be begun, because what they ask for is taught only by such trainings ({ids}).",
    ),
    # What is wrong with a line of a list of people
    "person-id-empty": mark("The id is empty, so the number of the line stands for it: {kept}."),
    "person-id-repeated": mark(
        "The id “{value}” stands on an earlier line too. Both lines count, and both rows have this id."
    ),
    # What is wrong with a profile, a goal or a limit
    "problems": mark_plural(
        "There is {n} problem in what was given.", "There are {n} problems in what was given."
    ),
    "not-json": mark("“{file}” is not valid JSON."),
    "too-deep": mark("“{file}” is nested too deeply to be read."),
    "not-a-word": mark("In “{file}”, “{key}” is not a word."),
    "not-an-object": mark("In “{file}”, “{key}” is not an object with names and values."),
    "no-goal": mark("“{file}” names nothing that a goal can hold: {names}."),
    "no-levels": mark("“{file}” gives no levels."),
    "no-such-framework": mark("“{file}” names a framework that is not known: “{framework}”."),
    "no-such-competence": mark("“{file}” names a competence that does not exist: “{competence}”."),
    "competence-twice": mark("“{file}” names {competence} twice under “{key}”."),
    "not-a-number": mark("In “{file}”, “{key}” gives {competence} no number but “{value}”."),
    "not-a-reading": mark("In “{file}”, the reading of {competence} has no place on the scale."),
    "level-out-of-range": mark(
        "In “{file}”, level {value} of {competence} does not lie between 0 and {top}."
    ),
    "level-not-whole": mark("In “{file}”, the level {value} for {competence} is not whole."),
    "sd-out-of-range": mark(
        "In “{file}”, the doubt {value} of {competence} is negative or too large."
    ),
    "weight-out-of-range": mark(
        "In “{file}”, the weight {value} of {competence} is neither 0 nor between {least} and {most}."
    ),
    "not-yes-or-no": mark("In “{file}”, “{key}” is neither true nor false."),
    "no-such-track": mark("“{file}” names a track that is not known: “{track}”."),
    "no-base-readings": mark(
        "“{file}” asks for the base in DigComp 3.0 or for the track that begins there,"
        " but the profile gives no level in DigComp 3.0."
    ),
    "name-not-known": mark("“{file}” holds a name that is not known: “{key}”."),
    "long-line": mark("The line is longer than {most} bytes."),
    "impossible-limit": mark("The limit “{limit}” cannot be {value}."),
    "broken-plan": mark("The path broke its own promise: {what} {training}"),
    # Answers that are no list
    "goal-reached": mark("Every level of the goal is reached: no training is needed."),
    "uncertain-only": mark(
        "Everything that may still be open is smaller than our doubt: a few more questions would tell."
    ),
    "blocked": mark("Nothing fits within these limits."),
    "no-offer": mark("No training in this offer teaches what is still open."),
    "path-only": mark("No single training helps at once, but a path of several does."),
    # Why a step stands in a path
    "closes": mark_plural(
        "Brings {n} level in {competence}: from {from} to {to}.",
        "Brings {n} levels in {competence}: from {from} to {to}.",
    ),
    "unlocks": mark("Opens “{title}”, which asks for level {level} in {competence}."),
    "stated": mark("The provider states that it teaches {competence}."),
    "reviewed": mark("A person has checked that it teaches {competence}."),
    "suggested-words": mark(
        "Its words suggest that it teaches {competence} ({words}). No person has confirmed that."
    ),
    "suggested": mark(
        "A program suggests that it teaches {competence}. No person has confirmed that."
    ),
    "level-assumed": mark(
        "Nothing tells your level in {competence} so far: level {level} is assumed."
    ),
    "uncertain-gap": mark(
        "You may be anywhere between level {low:g} and {high:g} in {competence}: a few more questions would tell."
    ),
    "price-unknown": mark("The price is not known and counts as 0 here: ask the provider."),
    "price-usual": mark(
        "The price is not known and counts as a usual one here: ask the provider."
    ),
    "hours-unknown": mark("The duration is not known: ask the provider."),
    "checked-long-ago": mark_plural(
        "These details were last checked {n} day ago.",
        "These details were last checked {n} days ago.",
    ),
    "loss-without": mark(
        "Without this training, the best path is worth {without:g} instead of {value:g}, counted in levels."
    ),
    # Why something that could take the place of a step came second
    "second-levels": mark(
        "With it instead, the path would be worth {value:g} instead of {instead:g}, counted in levels."
    ),
    "second-doubt": mark(
        "With it instead, the path would be worth as much, but more of its levels lie where your own level is in doubt."
    ),
    "second-lower": mark(
        "With it instead, the path would be worth as much, but it would close higher levels in place of lower ones."
    ),
    "second-hours": mark(
        "With it instead, the path would be worth as much, but it would take {hours:g} hours more."
    ),
    "second-euro": mark(
        "With it instead, the path would be worth as much, but it would cost {euro:g} euro more."
    ),
    "second-trainings": mark_plural(
        "With it instead, the path would be worth as much, but it would take {n} training more.",
        "With it instead, the path would be worth as much, but it would take {n} trainings more.",
    ),
    "second-unknown": mark(
        "With it instead, the path would be worth as much, but some hours or prices are not known."
    ),
    "second-turn": mark("It is worth exactly as much: equals take turns."),
    "second-unrated": mark("What the path would be worth with it has not been worked out."),
    # What more room would bring
    "more-hours": mark(
        "With {to:g} hours instead of {from:g}, the path would be worth {value:g}, counted in levels."
    ),
    "more-euro": mark(
        "With {to:g} euro instead of {from:g}, the path would be worth {value:g}, counted in levels."
    ),
    "more-weekly": mark(
        "With {to:g} hours a week instead of {from:g}, the path would be worth {value:g}, counted in levels."
    ),
    "more-deadline": mark(
        "With a last day {weeks} weeks later, the path would be worth {value:g}, counted in levels."
    ),
    "more-places": mark(
        "With trainings that are held at a place, the path would be worth {value:g}, counted in levels."
    ),
    "more-regions": mark(
        "With places in every region, the path would be worth {value:g}, counted in levels."
    ),
    "more-languages": mark(
        "With trainings in another language too ({language}), the path would be worth {value:g}, counted in levels."
    ),
    "more-ruled-out": mark(
        "With the trainings that you ruled out, the path would be worth {value:g}, counted in levels."
    ),
    # What a path leaves open
    "remaining-hours": mark(
        "The way from level {from} to {to} in {competence} stays open: it takes more hours than the limit you set."
    ),
    "remaining-deadline": mark(
        "The way from level {from} to {to} in {competence} stays open:"
        " it takes more time than the last day you set leaves."
    ),
    "remaining-weekly": mark(
        "The way from level {from} to {to} in {competence} stays open: it takes more hours a week than you set."
    ),
    "remaining-euro": mark(
        "The way from level {from} to {to} in {competence} stays open: it costs more than the limit you set."
    ),
    "remaining-no-offer": mark(
        "The way from level {from} to {to} in {competence} stays open: no training for you teaches the next level."
    ),
    "remaining-entry": mark(
        "The way from level {from} to {to} in {competence} stays open:"
        " no path leads to the level that trainings ask for."
    ),
    "remaining-trade-off": mark(
        "The way from level {from} to {to} in {competence} stays open: something worth at least as much was chosen."
    ),
    # Which limit to loosen where nothing fits
    "blocked-language": mark_plural(
        "Languages: {n} training would help if others counted, most often “{language}”.",
        "Languages: {n} trainings would help if others counted, most often “{language}”.",
    ),
    "blocked-region": mark_plural(
        "Region: {n} training would help in other places, most often “{region}”.",
        "Region: {n} trainings would help in other places, most often “{region}”.",
    ),
    "blocked-status": mark_plural(
        "Status: {n} training would help but is meant for others, most often “{status}”.",
        "Status: {n} trainings would help but are meant for others, most often “{status}”.",
    ),
    "blocked-hours": mark_plural(
        "Hours: {n} training would help with more time, from {to:g} hours instead of {from:g}.",
        "Hours: {n} trainings would help with more time, from {to:g} hours instead of {from:g}.",
    ),
    "blocked-hours-unknown": mark_plural(
        "Hours: {n} training would help, but its duration is not known.",
        "Hours: {n} trainings would help, but their duration is not known.",
    ),
    "blocked-price": mark_plural(
        "Money: {n} training would help with more, from {to:g} euro instead of {from:g}.",
        "Money: {n} trainings would help with more, from {to:g} euro instead of {from:g}.",
    ),
    "blocked-price-unknown": mark_plural(
        "Money: {n} training would help, but its price is not known.",
        "Money: {n} trainings would help, but their price is not known.",
    ),
    "blocked-entry": mark_plural(
        "Entry level: {n} training would help but asks for more, from level {level} in {competence}."
        " Only level {held} is sure so far.",
        "Entry level: {n} trainings would help but ask for more, from level {level} in {competence}."
        " Only level {held} is sure so far.",
    ),
    "blocked-dates": mark_plural(
        "Dates: {n} training would help but has begun.",
        "Dates: {n} trainings would help but have begun.",
    ),
    "blocked-mode": mark_plural(
        "Online only: {n} training would help but is held at a place.",
        "Online only: {n} trainings would help but are held at a place.",
    ),
    "blocked-weekly": mark_plural(
        "Hours a week: {n} training would help with more of them.",
        "Hours a week: {n} trainings would help with more of them.",
    ),
    "blocked-deadline": mark_plural(
        "Last day: {n} training would help if it were later.",
        "Last day: {n} trainings would help if it were later.",
    ),
    "blocked-accessibility": mark_plural(
        "Accessibility: {n} training would help but does not promise what you need.",
        "Accessibility: {n} trainings would help but do not promise what you need.",
    ),
    "blocked-ruled-out": mark_plural(
        "What you ruled out: {n} training that you left out would help.",
        "What you ruled out: {n} trainings that you left out would help.",
    ),
    "blocked-pair": mark_plural(
        "Two limits together: {n} training would help if both {first} and {second} were loosened.",
        "Two limits together: {n} trainings would help if both {first} and {second} were loosened.",
    ),
    "blocked-several": mark_plural(
        "Several limits together: {n} training would help if all of these were loosened: {limits}.",
        "Several limits together: {n} trainings would help if all of these were loosened: {limits}.",
    ),
    "blocked-full": mark_plural(
        "Places: {n} training would help but is full.",
        "Places: {n} trainings would help but are full.",
    ),
    "blocked-no-offer": mark(
        "No training in this offer brings level {level} in {competence} within reach."
    ),
}

_LIMITS: Final = {
    "language": mark("language"),
    "region": mark("place"),
    "status": mark("situation"),
    "hours": mark("hours"),
    "price": mark("money"),
    "entry": mark("entry level"),
    "dates": mark("dates"),
    "mode": mark("online only"),
    "weekly": mark("hours a week"),
    "deadline": mark("last day"),
    "accessibility": mark("accessibility"),
    "ruled-out": mark("what you ruled out"),
    "full": mark("places"),
}
NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "language": {
        "nl": mark("Dutch"),
        "fr": mark("French"),
        "de": mark("German"),
        "en": mark("English"),
    },
    "region": {
        "BE-VLG": mark("Flanders"),
        "BE-WAL": mark("Wallonia"),
        "BE-BRU": mark("Brussels"),
        "BE-OST": mark("German-speaking Community"),
    },
    "status": {
        "citizen": mark("everybody"),
        "jobseeker": mark("jobseekers"),
        "worker": mark("employees"),
        "ict": mark("people who work in ICT"),
        "teacher": mark("people who teach"),
    },
    "first": _LIMITS,
    "second": _LIMITS,
    "limits": _LIMITS,
}
"""The word for a code that a sentence names, by the sentence's place; a code that is not here is shown as it is."""


def say(code: str, values: Mapping[str, str | int | float]) -> str:
    """Give the English sentence of a code, one of the floor below included, its places filled."""
    return fill(SENTENCES[code] if code in SENTENCES else MEASURED[code], values)
