"""What was learnt from sentences: current, light, deterministic, and never a reason to hear less."""

import subprocess
import sys
import time
from array import array
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.reading.danger import rank
from care.reading.heard import Heard
from care.reading.learnt import (
    Head,
    Learnt,
    UnreadableModelError,
    Words,
    load_learnt,
    places,
    read_learnt,
    write_learnt,
)
from care.reading.rulebook import LANGUAGES
from care.triage import load_rules, read
from training.sentences import fingerprint, languages, read_sentences

EN = load_rules("en")
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
    head = Head(weights=array("b", (-15, 0, 3, 15)), scale=0.5, bias=-1.25, thresholds={"en": 0.5})
    learnt = Learnt(bits=2, heads={"danger": head, "stop": head}, about={"sentences": "four"})

    assert read_learnt(write_learnt(learnt)) == learnt


def test_a_part_says_little_more_than_the_whole_but_of_danger() -> None:
    """To want the money back is one thing, and another beside the barber who turned them orange; danger is danger."""
    alone = Heard(EN, "I want my money back").text()
    beside = Heard(
        EN, "I want my money back. From the barber who turned me orange on Friday, while yours is as lovely as ever"
    ).text()
    learnt = _all_alike(("danger", "unhappy"), alone)
    danger, unhappy = (
        [learnt.loudness(head, text, language="en") for text in (alone, beside)] for head in ("danger", "unhappy")
    )

    assert danger[0] == danger[1] > 0
    assert unhappy[0] == danger[0]
    assert unhappy[1] < 0


def test_one_or_two_words_may_be_danger_or_an_opt_out() -> None:
    """A fright is told in two words; a number, the rules know; and "very happy" sounds too much like its opposite."""
    learnt = _all_alike(("danger", "stop", "unhappy"), Heard(EN, "stomach hard 7").text())

    def heard(head: str, text: str) -> bool:
        return learnt.loudness(head, Heard(EN, text).text(), language="en") >= 0

    assert [heard(head, "stomach hard") for head in learnt.heads] == [True, True, False]
    assert [heard("danger", text) for text in ("stomach", "stomach hard 7", "7", "7 7")] == [True, True, False, False]


def _all_alike(names: Sequence[str], text: Words) -> Learnt:
    """Heads to which every piece of this text says the same, and nothing else says anything."""
    bits = 16
    spoken = places(text.words, bits=bits)
    weights = array("b", (10 if place in spoken else 0 for place in range(1 << bits)))
    head = Head(weights=weights, scale=1, bias=0, thresholds={"en": 5 * len(spoken) ** 0.5})
    return Learnt(bits=bits, heads=dict.fromkeys(names, head), about={})


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
