"""`python -m training.train`: learns from the labelled sentences, and writes care/reading/learnt.bin.

`make train` installs scikit-learn for it; reading with what was learnt needs nothing. The same sentences give the same
file.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from care.reading.heard import Heard
from care.reading.learnt import FILE, Head, Learnt, places, windows, write_learnt
from care.reading.rulebook import Rules, load_rules
from training.labels import DANGER
from training.sentences import Sentence, fingerprint, languages, read_sentences

BITS: Final = 19
REGULAR: Final = 30.0  # the inverse of how much weights are held back; 10 to 100 give much the same
RARE: Final = 1.5  # how much more a piece counts the rarer it is; without it two or three of a hundred more are missed
FOLDS: Final = 5
FINEST: Final = 127  # a weight is kept in one signed byte
TARGET: Final = Path(__file__).parents[1] / "care" / "reading" / FILE

NOT_IN_DANGER: Final = frozenset({"unhappy", "unsure", "stop"})
URGENT: Final = frozenset({"urgent", "emergency"})
FALSE_ALARMS: Final = {
    "danger": 0.07,
    "body": 0.05,
    "crisis": 0.05,
    "urgent": 0.03,
    "emergency": 0.015,
    "unhappy": 0.14,
    "unsure": 0.01,
    "stop": 0.008,
}
"""By head: the share of harmless sentences, half of them chosen to look dangerous, that may be taken for it. Measured
on sentences that were not learnt from; the thresholds follow from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A sentence made ready to be learnt from."""

    sentence: Sentence
    language: str
    windows: tuple[frozenset[int], ...]


def wanted(head: str, sentence: Sentence) -> bool:
    """Whether this head should say yes to this sentence."""
    levels = {DANGER[label] for label in sentence.labels if label in DANGER}
    match head:
        case "danger":
            return bool(levels)
        case "body":
            return bool(levels - {"crisis"})
        case "urgent":
            return bool(levels & URGENT)
        case "emergency" | "crisis":
            return head in levels
        case _:
            return head in sentence.labels


def main() -> None:
    texts = [ready(sentence, language) for language in languages() for sentence in read_sentences(language)]
    heads = {name: learn(name, texts) for name in FALSE_ALARMS}
    TARGET.write_bytes(write_learnt(Learnt(bits=BITS, heads=heads, about={"sentences": fingerprint()})))
    print(f"{len(texts)} sentences; {TARGET.name}: {TARGET.stat().st_size:,} bytes")


def ready(sentence: Sentence, language: str) -> Text:
    text = Heard(_rules(language), sentence.text).text()
    return Text(
        sentence=sentence,
        language=language,
        windows=tuple(places(window, bits=BITS) for window in windows(text)),
    )


@cache
def _rules(language: str) -> Rules:
    return load_rules(language)


def learn(name: str, texts: Sequence[Text]) -> Head:
    """The weights from all sentences; the threshold from sentences that the weights had not seen. Where danger is
    found nobody asks about the rest, so that is learnt without dangerous sentences."""
    if name in NOT_IN_DANGER:
        texts = [text for text in texts if not text.sentence.dangerous]
    yes = np.array([wanted(name, text.sentence) for text in texts])
    whole = matrix([text.windows[0] for text in texts])
    unseen = np.zeros(len(texts))
    for known, new in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(whole, yes):
        model = fitted(whole[known], yes[known])
        unseen[new] = [max(model.sums(matrix(texts[at].windows))) for at in new]
    spoken = np.array([text.language for text in texts])
    thresholds = {}
    for language in dict.fromkeys(spoken):
        here = spoken == language
        thresholds[language] = threshold = threshold_for(
            unseen[here & ~yes & harmless(name, texts)], FALSE_ALARMS[name]
        )
        found, false = (float((unseen[here & some] >= threshold).mean()) for some in (yes, ~yes))
        print(
            f"{name} {language}: {found:.3f} found, {false:.3f} false, of {(here & yes).sum()} not learnt from",
            flush=True,
        )
    model = fitted(whole, yes)
    scale = float(np.abs(model.weights).max()) / FINEST
    weights = array("b", np.round(model.weights / scale).astype(np.int8).tobytes())
    return Head(weights=weights, scale=scale, bias=model.bias, thresholds=thresholds)


def harmless(name: str, texts: Sequence[Text]) -> Any:
    """The sentences that must not raise this: for danger, those without any danger or unhappiness; else all others."""
    if name in NOT_IN_DANGER:
        return np.array([True for _ in texts])
    return np.array([not text.sentence.dangerous and "unhappy" not in text.sentence.labels for text in texts])


def threshold_for(sums: Any, false_alarms: float) -> float:
    """The lowest sum from which on no more than this share of these sentences say yes."""
    others = np.sort(sums)[::-1]
    return float(others[int(false_alarms * len(others))]) + 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The weight of each place, and the sum to which nothing has spoken yet."""

    weights: Any
    bias: float

    def sums(self, rows: Any) -> Any:
        return rows @ self.weights + self.bias


def fitted(rows: Any, yes: Any) -> Fitted:
    """Weights that tell these rows apart. What is rare is made larger for it, and its weight again in return, so that
    reading needs to know nothing of it."""
    seen = np.asarray((rows > 0).sum(axis=0)).ravel()
    rare = (np.log((1 + rows.shape[0]) / (1 + seen)) / np.log(1 + rows.shape[0])) ** RARE
    model = LogisticRegression(C=REGULAR, class_weight="balanced", solver="liblinear", random_state=1)
    model.fit(rows @ diags(rare), yes)
    return Fitted(weights=model.coef_[0] * rare, bias=float(model.intercept_[0]))


def matrix(texts: Sequence[frozenset[int]]) -> Any:
    ends = np.cumsum([0, *(len(text) for text in texts)])
    columns = np.concatenate([np.array(sorted(text), dtype=np.int64) for text in texts]) if texts else np.array([])
    values = np.concatenate([np.full(len(text), len(text) ** -0.5) if text else np.array([]) for text in texts])
    return csr_matrix((values, columns, ends), shape=(len(texts), 1 << BITS))


if __name__ == "__main__":
    main()
