"""What was learnt from sentences: current, light, deterministic, and never a reason to hear less."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.reading.danger import rank
from care.reading.heard import Heard
from care.reading.learnt import UnreadableModelError, load_learnt, read_learnt, write_learnt
from care.reading.rulebook import LANGUAGES
from care.triage import load_rules, read
from training.sentences import fingerprint, languages, read_sentences

SAID = ("no", "fever", "bleeding", "stopped", "my sister", "calf", "hot", "ugly", "stop", "39", "не", "болит", "жар")
SOME_WORDS = st.lists(st.sampled_from(SAID))


def test_it_was_learnt_from_the_sentences_that_are_here() -> None:
    """After a sentence is changed, `python -m training.train` has to be run."""
    assert load_learnt().about["sentences"] == fingerprint()


def test_every_language_with_sentences_has_thresholds() -> None:
    """What was written for a language is used in it."""
    for head in load_learnt().heads.values():
        assert set(head.thresholds) == set(languages())


@pytest.mark.parametrize("language", LANGUAGES)
@given(words=SOME_WORDS)
def test_it_never_takes_away_what_a_rule_found(language: str, words: list[str]) -> None:
    """The danger of a text is at least that of the worst rule."""
    text = " ".join(words)
    rules = load_rules(language)

    found = max((rank(hit.rule.level) for hit in Heard(rules, text).hits(None, None)), default=0)

    assert rank(read(rules, text).danger) >= found


def test_it_says_which_words_spoke() -> None:
    """A nurse sees what the alert was raised on."""
    reading = read(load_rules("es"), "subo tres escalones y tengo que sentarme a recuperar el aliento")

    assert reading.danger
    assert any("learnt" in rule for rule in reading.rules)
    assert any("aliento" in words for words in reading.matched)


def test_the_same_in_another_process() -> None:
    """Nothing depends on the order of hashes or on the machine."""
    code = "from care.triage import load_rules, read; print(read(load_rules('es'), 'me ahogo al subir y veo doble'))"
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }

    assert len(runs) == 1


def test_a_long_text_takes_no_time() -> None:
    """4,096 characters are read in less than a second, whatever they are."""
    text = "no tengo fiebre pero la pantorrilla está dura y caliente desde ayer. " * 60
    rules = load_rules("es")
    read(rules, text)

    started = time.perf_counter()
    read(rules, text[:4096])

    assert time.perf_counter() - started < 1


def test_it_is_read_as_it_was_written() -> None:
    """Bytes to weights and back."""
    learnt = load_learnt()

    again = read_learnt(write_learnt(learnt))

    assert again == learnt


@pytest.mark.parametrize("data", [b"", b"{}", b"not json\n", b'{"bits": 4, "heads": []}\nnothing'])
def test_a_broken_file(data: bytes) -> None:
    """Said, not guessed around."""
    with pytest.raises(UnreadableModelError):
        read_learnt(data)


@pytest.mark.parametrize("language", languages())
def test_the_sentences_can_be_learnt_from(language: str) -> None:
    """Every label has some, and no sentence stands there twice with different labels."""
    sentences = read_sentences(language)
    labels: dict[str, frozenset[str]] = {}
    twice = [s.text for s in sentences if labels.setdefault(s.text.casefold(), s.labels) != s.labels]

    assert len(sentences) > 500
    assert twice == []
