"""The third layer is optional: with any embedder it joins the stack, without one nothing changes."""

from hashlib import sha256

import numpy as np
import pytest

from recommender.tagger import Text as Said
from recommender.tagger import embedding, kept, shipped, suggestions, training
from recommender.tagger.corpus import codes, labelled, texts_version
from recommender.tagger.embedding import EmbeddingModel, Reader, plain
from recommender.tagger.held_out import held_out
from recommender.tagger.retraining import retrained
from recommender.tagger.stack import embedded_stack, stack
from tests.recommender.builders_decisions import NOON, lessons_of_twenty


class Words:
    """An embedder that adds up one random direction a word; it counts how many texts it was asked to read."""

    def __init__(self, name="words"):
        self.name = name
        self.read = 0

    def __call__(self, texts):
        self.read += len(texts)
        return np.array([self.vector(text) for text in texts])

    def vector(self, text):
        total = sum(map(direction, text.casefold().split()), np.zeros(48))
        return total / max(1e-9, np.linalg.norm(total))


def direction(word):
    """Give the random direction of a word, the same each time."""
    seed = int.from_bytes(sha256(word.encode()).digest()[:4])
    return np.random.default_rng(seed).normal(size=48)


@pytest.fixture
def words():
    return Words()


@pytest.fixture
def reader(words):
    return Reader(words)


class TestReading:
    def test_each_text_is_read_once(self, reader, words):
        once = reader.vectors(["a b", "c", "a b"])
        assert once.shape == (3, 48)
        assert (once[0] == once[2]).all()
        assert (reader.vectors(["c"]) == once[1]).all()
        assert words.read == 2

    def test_vectors_of_another_embedder_are_not_taken_for_its_own(self, reader):
        reader.vectors(["a"])
        others = Words("others")
        Reader(others, reader.known).vectors(["a"])
        assert (len(reader.known), others.read) == (2, 1)

    def test_vectors_are_kept_and_found_again(self, reader, tmp_path):
        assert kept.vectors(tmp_path / "tagger") == {}
        kept.keep_vectors(tmp_path / "tagger", reader.known)
        assert not (tmp_path / "tagger").exists()
        wanted = reader.vectors(["a", "b"])
        kept.keep_vectors(tmp_path / "tagger", reader.known)
        again = Words()
        found = Reader(again, kept.vectors(tmp_path / "tagger")).vectors(["a", "b"])
        assert found == pytest.approx(wanted, abs=1e-6)
        assert again.read == 0

    def test_a_spoiled_file_of_vectors_is_as_good_as_none(self, tmp_path):
        (tmp_path / kept.VECTORS).write_bytes(b"spoiled")
        assert kept.vectors(tmp_path) == {}

    def test_a_title_is_a_sentence_of_its_own(self):
        assert plain("Excel", "Tabellen.") == "Excel. Tabellen."
        assert plain("Excel", "") == "Excel"

    def test_what_it_has_learned_it_says_again(self, reader):
        courses = labelled()[:40]
        scores = EmbeddingModel.fit(reader, codes(), courses).scores(reader.read(courses))
        said = [codes()[place] for place in scores.argmax(axis=1)]
        right = [one.codes[:1] == (code,) for one, code in zip(courses, said, strict=True)]
        assert np.mean(right) > 0.6

    def test_the_extra_is_used_only_where_it_is_installed(self):
        embedder = embedding.found()
        if embedder is not None:
            vectors = embedder(["Excel voor beginners", "Yoga\0"])
            assert vectors.shape == (2, 384)
            assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(2), abs=1e-3)


@pytest.mark.usefixtures("thin_corpus")
class TestTheStackWithIt:
    def test_its_features_join_those_of_the_other_layers(self, reader):
        judged = lessons_of_twenty()
        without = held_out(bare=False, judged=judged)
        with_it = held_out(bare=False, judged=judged, reader=reader)
        assert with_it.features.shape[-1] == without.features.shape[-1] + 4
        assert (with_it.features[..., :-4] == without.features).all()
        assert with_it.features[..., -4:].std() > 0

    def test_a_training_with_it_fits_both_ways_and_keeps_both(self, reader, tmp_path):
        lessons = lessons_of_twenty()
        learned, _ = retrained(lessons, decisions=20, until=NOON, reader=reader)
        assert set(learned.figures["embedded"]) == {"before", "after"}
        kept.keep(tmp_path, learned)
        texts = [Said("Excel gevorderd", "", "nl"), Said("Kwispelgids", "Brieven.", "nl")]
        alone = kept.live(tmp_path).tagger
        together = kept.live(tmp_path, reader).tagger
        assert alone.embedding is None
        assert suggestions(texts, alone)[1].chances != suggestions(texts, together)[1].chances
        wanted = suggestions(texts, learned.tagger)[1].chances
        assert suggestions(texts, together)[1].chances == pytest.approx(wanted, abs=1e-4)
        assert kept.live(tmp_path, Reader(Words("another"))).tagger.embedding is None


class TestWhatShips:
    def test_an_embedder_that_no_weights_were_fitted_with_changes_nothing(self, reader, words):
        assert shipped(reader).embedding is None
        assert words.read == 0

    def test_weights_ship_for_the_extra_and_were_fitted_to_the_texts_that_ship(self):
        weights = embedded_stack("multilingual-e5-small-q4")
        assert weights.learned_from == texts_version(), "run: python -m recommender train"
        assert len(weights.texts.mean) == len(stack().texts.mean) + 4

    @pytest.mark.usefixtures("thin_corpus")
    def test_weights_of_an_embedder_that_is_not_at_hand_stay(self, reader, tmp_path):
        path = tmp_path / "tagger.json"
        first = training.train(path, reader)
        assert set(first["embedded"]) == {"words"}
        assert len(first["embedded"]["words"]["texts"]["mean"]) == 18
        assert training.train(path) == first
