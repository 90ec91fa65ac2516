"""The prose of this floor: an English sentence per code, marked for translation.

Commands print these sentences, the roof translates them. Places are named (`{item}`); a sentence that counts has two
forms and counts by the place `{n}`.
"""

from collections.abc import Mapping
from typing import Final

Sentence = str | tuple[str, str]


def mark(sentence: str) -> str:
    """Give the sentence back; the name is what the extraction of translations looks for."""
    return sentence


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Give the two forms of a sentence that counts by `{n}`."""
    return (one, many)


SENTENCES: Final[dict[str, Sentence]] = {
    "competences-error": mark("Something was asked of the measurement that it cannot do."),
    "unknown-framework": mark("There is no framework called “{framework}”."),
    "unknown-item": mark("There is no question “{item}” in this set of questions."),
    "unknown-role": mark("There is no role “{role}” in framework “{framework}”."),
    "no-crosswalk": mark("There is no crosswalk from “{start}” to “{end}”."),
    "unknown-competence": mark("There is no competence “{competence}” in this framework."),
    "other-engine": mark("These results need version {engine} of the scoring, which is not here."),
    "unknown-language": mark("There is no language “{language}”; choose nl, fr, de or en."),
    "empty-bank": mark("A set of questions without any question can measure nothing."),
    "unknown-route": mark("There is no route called “{route}”; choose quick, standard or deep."),
    "impossible-response": mark("The answer {response} does not fit question “{item}”."),
    "broken-pack": mark("The questions cannot be used: see row {row} of {file}."),
    "unreadable-input": mark("The file {file} cannot be read: {detail}"),
    "bad-answers": mark(
        "The file must hold “framework” and a list “answers” of “item” and “response”."
    ),
    # What lint finds in a pack
    "unreadable-file": mark("The file is not valid TOML: {detail}"),
    "bad-framework": mark("The framework lacks a field or holds a wrong one: {detail}"),
    "code-mismatch": mark(
        "The code “{code}” must be the file’s name and begin with an area’s code."
    ),
    "missing-language": mark("The field {field} has no text in “{language}”."),
    "bad-kind": mark("The kind “{value}” must be self-report or knowledge."),
    "unknown-field": mark("There is no field “{field}” for this kind of question."),
    "bad-id": mark("The id “{value}” must begin with “{code}-”."),
    "repeated-id": mark("This id stands in the file twice."),
    "bad-level": mark("The level “{value}” must be a whole number from 1 to {top}."),
    "bad-format": mark("The format “{value}” must be one, several or order."),
    "bad-key": mark("The key {value} does not fit the format {format} and its options."),
    "bad-flag": mark("The field {field} must be true or false, not “{value}”."),
    "bad-choice": mark("The field {field} must be one of {among}, not “{value}”."),
    "level-not-defined": mark("Competence {code} is not defined at level {value}."),
    "bad-exhibit-kind": mark("There is no kind of exhibit “{value}”; choose one of {kinds}."),
    "bad-exhibit-field": mark(
        "The field {field} of the exhibit does not have the shape “{shape}” in “{language}”."
    ),
    "exhibit-shapes-differ": mark(
        "The exhibit has other fields, lines or cells in one language than in another."
    ),
    "bad-levels": mark("The levels must be whole numbers from 1 to {top}, in rising order."),
    "bad-role-competence": mark(
        "There is no competence “{code}” in this framework, or the role names it twice."
    ),
    "empty-role": mark("The role asks for no competence."),
    "bad-doors": mark(
        "The doors must rise, one a numbered level, and the levels begin at them from the first on."
    ),
    "too-few-steps": mark("A statement needs at least three answers; there are {n}."),
    "not-a-list": mark("The field {field} must be a list of tables."),
    "bad-role-id": mark(
        "The id “{value}” must be of small letters, digits and hyphens, 64 at most."
    ),
    "no-packs": mark("The folder {folder} holds no pack: a folder with a framework.toml."),
    "bad-band": mark("There is no level “{value}” in competence {code}, or it appears twice."),
    "parameters-unknown-item": mark("There is no question “{item}”; its numbers are left out."),
    "parameters-repeated": mark("Question “{item}” stands in the table twice."),
    "parameters-columns": mark(
        "The table of parameters lacks columns, parted by commas: {columns}"
    ),
    "unreadable-parameters": mark("The table of parameters cannot be read: {detail}"),
    "bad-parameters": mark("The numbers of question “{item}” cannot be used: {detail}"),
    "bad-fit-limits": mark("The limits of person fit cannot be used: {detail}"),
    "old-fit-limits": mark(
        "The limits of person fit belong to other numbers: run “python -m competences norms {framework}”."
    ),
    "bad-review": mark("Each language needs a review state: draft or second-read."),
    "too-few-options": mark_plural(
        "There is {n} option, and three are needed.",
        "There are {n} options, and three are needed.",
    ),
    "same-option": mark("Two options are the same in “{language}”."),
    "no-items": mark("Competence {code} has no questions of the kind {kind}."),
    "guessing-high": mark(
        "In competence {code} a guess is right {share} of the time on average; aim at {most} or less."
    ),
    "band-missing": mark(
        "No question of the kind {kind} stands at the level “{level}” in area {area}."
    ),
    "key-longest": mark("The right answer is by far the longest option in “{language}”."),
    "long-text": mark_plural(
        "The field {field} has {n} word in “{language}”.",
        "The field {field} has {n} words in “{language}”.",
    ),
    "long-sentence": mark_plural(
        "A sentence of {field} has {n} word in “{language}”.",
        "A sentence of {field} has {n} words in “{language}”.",
    ),
    "typography": mark(
        "The field {field} has straight quotes or apostrophes, or a mark without its space, in “{language}”."
    ),
    "versions-apart": mark(
        "The question is much longer in “{language}” than in another language."
    ),
    "not-a-can-do": mark(
        "The statement is not one question that begins “{form}” in “{language}”."
    ),
    "keys-uneven": mark("The right answers are too often in the same places."),
    "keys-longest": mark(
        "The right answer is the longest in {share} of the tasks in “{language}”; aim at {most} or less."
    ),
    "keys-shortest": mark(
        "The right answer is the shortest in {share} of the tasks in “{language}”; aim at {most} or less."
    ),
    "near-duplicate": mark(
        "{one} and {other} are nearly the same in “{language}” (likeness {share})."
    ),
    "taken-over": mark("In “{language}”, {place} is nearly a sentence that is not ours: {text}"),
    "aim-missed": mark("The aim for “{aim}” is {least:g}; now: {n}."),
    "competence-lacks": mark("Competence {code} lacks: {what}."),
    # What a calibration finds
    "covariance-not-settled": mark(
        "The correlations between competences were still moving when the steps ran out."
    ),
    "rounds-not-settled": mark(
        "Questions and correlations had not come to agree when the rounds ran out."
    ),
    # What stands in a file of responses
    "no-response-columns": mark(
        "The first line of {file} must name the columns person, item and response, each once."
    ),
    "sizes-of-pack": mark("The sizes of a bank are for “synthetic” alone, not for {framework}."),
    "too-large": mark("This needs more memory than there is; ask for fewer people or questions."),
    "lost-worker": mark(
        "A process that computed ended too early; perhaps there was not enough memory."
    ),
    "unwritable-output": mark("Nothing can be written to {file}: {detail}"),
    "no-responses": mark("No row of {file} can be used."),
    "bad-row": mark(
        "The row has another number of columns, no person, or characters that cannot be read."
    ),
    "unknown-item-row": mark("There is no question “{item}”; the row is left out."),
    "impossible-category": mark(
        "The answer “{response}” does not fit question “{item}”; the row is left out."
    ),
    "answer-repeated": mark("This person answered question “{item}” before; the last row counts."),
    "other-bank-version": mark_plural(
        "{n} row comes from version {version} of the questions; it is used all the same.",
        "{n} rows come from version {version} of the questions; they are used all the same.",
    ),
    "knowledge-scored": mark(
        "All answers to knowledge questions are 0 or 1, so they are read as wrong and right, not as options."
    ),
    "perhaps-scored": mark(
        "All answers to knowledge questions are 0 or 1: read as options. “--scored” reads them as wrong and right."
    ),
    "more-problems": mark_plural(
        "{n} more problem of the kind “{of}” is not shown.",
        "{n} more problems of the kind “{of}” are not shown.",
    ),
    # What the checks of a calibration cannot tell
    "fit-unknown": mark_plural(
        "{n} question has fewer than {least} answers: how well its curve fits is unknown.",
        "{n} questions have fewer than {least} answers: how well their curves fit is unknown.",
    ),
    "groups-too-small": mark_plural(
        "{n} group by “{attribute}” has fewer than {least} people and is not compared.",
        "{n} groups by “{attribute}” have fewer than {least} people and are not compared.",
    ),
    "nothing-to-compare": mark("There are no two groups by “{attribute}” to compare."),
    "too-few-people": mark("There are fewer than {least} people: nothing is said of reliability."),
    "alpha-unknown": mark(
        "No two questions of the kind {kind} in area {area} were answered by enough of the same people."
    ),
    "item-rest-unknown": mark_plural(
        "{n} question has too few or too equal answers to be held against the rest.",
        "{n} questions have too few or too equal answers to be held against the rest.",
    ),
    # What the answers say of questions in a calibration
    "item-unanswered": mark("Nobody answered this question; it keeps its numbers."),
    "item-constant": mark_plural(
        "This question has {n} answer only; it keeps its numbers.",
        "All {n} answers to this question are the same; it keeps its numbers.",
    ),
    "category-empty": mark(
        "Nobody chose answer {category} (counted from 0); where it begins is a guess."
    ),
    "number-at-end": mark(
        "A number of this question lies at an end of its range: the answers say too little, so it stays provisional."
    ),
    "trait-single-item": mark(
        "No other question of this competence and kind has answers; this question keeps its slope."
    ),
    "not-settled": mark("The numbers of these questions were still moving at the last step."),
    # What stands in an official supplement
    "no-supplement": mark(
        "The file is not an official supplement: neither JSON-LD nor XLSX with statements and learning outcomes."
    ),
    "supplement-too-heavy": mark(
        "The file asks for more memory or time than an official supplement needs."
    ),
    "supplement-lacks-sheet": mark("The workbook has no sheet “{sheet}”."),
    "supplement-lacks-column": mark("The sheet “{sheet}” has no column “{column}”."),
    "official-code-odd": mark(
        "The code “{code}” is empty or too long; the official text is left out."
    ),
    "official-code-repeated": mark(
        "The code “{code}” appeared earlier; this official text is left out."
    ),
    "official-competence-unknown": mark(
        "There is no competence “{said}”; the official text {code} is left out."
    ),
    "official-level-unknown": mark(
        "There is no level “{said}”; the official text {code} is left out."
    ),
    "official-text-empty": mark("The official text {code} is empty in “{language}”."),
    "official-text-long": mark(
        "The official text {code} has more than {most} characters in “{language}” and is left out."
    ),
    "official-label-unknown": mark(
        "The official text {code} has a label that we do not know: “{said}”."
    ),
}


def fill(sentence: Sentence, values: Mapping[str, str | float]) -> str:
    """Give a sentence with its places filled; of two forms, the one for `n`."""
    if isinstance(sentence, tuple):
        sentence = sentence[0] if values.get("n") == 1 else sentence[1]
    return sentence.format_map(dict(values))


def say(code: str, values: Mapping[str, str | float]) -> str:
    """Give the English sentence of a code, its places filled."""
    return fill(SENTENCES[code], values)
