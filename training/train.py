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
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from care.reading.heard import Heard
from care.reading.learnt import BESIDE_THE_WHOLE, CALM, FILE, Head, Learnt, places, windows, write_learnt
from care.reading.rulebook import Rules, load_rules
from training.labels import DANGER
from training.sentences import Sentence, fingerprint, languages, read_sentences

BITS: Final = 21
REGULAR: Final = 100.0  # the inverse of how much weights are held back
RARE: Final = 3.0  # how much more a piece counts the rarer it is; with half of it, five of a hundred more are missed
SEEN_MIN: Final = 2  # sentences; what only one has is left out, which finds as much with a smaller file
FOLDS: Final = 5
FINEST: Final = 15  # steps of a weight, up and down: finer ones find no more
LOUDEST: Final = 2_000  # so many pieces may reach the largest weight
TARGET: Final = Path(__file__).parents[1] / "care" / "reading" / FILE

URGENT: Final = frozenset({"urgent", "emergency"})
FALSE_ALARMS: Final = {
    "danger": 0.05,
    "body": 0.04,
    "crisis": 0.04,
    "urgent": 0.03,
    "emergency": 0.015,
    "unhappy": 0.17,
    "unsure": 0.01,
    "stop": 0.004,
}
"""By head: the share of harmless sentences, half of them chosen to look dangerous, that may be taken for it. Measured
on sentences that were not learnt from; the thresholds follow from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Sentences made ready to be learnt from: each as a whole, and all parts in which each is heard."""

    sentences: tuple[Sentence, ...]
    spoken: Any  # the language of each
    whole: Any  # a row for each
    parts: Any  # a row for each part
    starts: Any  # where the parts of each begin


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
    texts = ready()
    heads = Parallel(n_jobs=-1)(delayed(learn)(name, texts) for name in FALSE_ALARMS)
    learnt = Learnt(bits=BITS, heads=dict(zip(FALSE_ALARMS, heads, strict=True)), about={"sentences": fingerprint()})
    TARGET.write_bytes(write_learnt(learnt))
    print(f"{len(texts.sentences)} sentences; {TARGET.name}: {TARGET.stat().st_size:,} bytes")


def ready() -> Texts:
    """All labelled sentences of all languages."""
    spoken = [(sentence, language) for language in languages() for sentence in read_sentences(language)]
    heard = [heard_in(sentence, language) for sentence, language in spoken]
    return Texts(
        sentences=tuple(sentence for sentence, _ in spoken),
        spoken=np.array([language for _, language in spoken]),
        whole=matrix([parts[0] for parts in heard]),
        parts=matrix([part for parts in heard for part in parts]),
        starts=np.cumsum([0, *(len(parts) for parts in heard)])[:-1],
    )


def heard_in(sentence: Sentence, language: str) -> tuple[frozenset[int], ...]:
    text = Heard(_rules(language), sentence.text).text()
    return tuple(places(part, bits=BITS) for part in windows(text))


@cache
def _rules(language: str) -> Rules:
    return load_rules(language)


def learn(name: str, texts: Texts) -> Head:
    """The weights from all sentences; the threshold from sentences that the weights had not seen. Where danger is
    found nobody asks about the rest, so that is learnt without dangerous sentences."""
    calm = np.array([not sentence.dangerous for sentence in texts.sentences])
    learns = np.flatnonzero(calm) if name in CALM else np.arange(len(calm))
    yes = np.array([wanted(name, sentence) for sentence in texts.sentences])
    unseen = np.zeros(len(yes))
    for known, new in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(learns, yes[learns]):
        model = fitted(texts.whole[learns[known]], yes[learns[known]])
        unseen[learns[new]] = loudness(name, model.sums(texts.parts), texts.starts)[learns[new]]
    thresholds = {}
    for language in languages():
        here = np.isin(np.arange(len(yes)), learns) & (texts.spoken == language)
        thresholds[language] = threshold = threshold_for(
            unseen[here & ~yes & harmless(name, texts)], FALSE_ALARMS[name]
        )
        found, false = (float((unseen[here & some] >= threshold).mean()) for some in (yes, ~yes))
        print(
            f"{name} {language}: {found:.3f} found, {false:.3f} false, of {(here & yes).sum()} not learnt from",
            flush=True,
        )
    model = fitted(texts.whole[learns], yes[learns])
    scale = float(np.sort(np.abs(model.weights))[-LOUDEST]) / FINEST
    steps = np.clip(np.round(model.weights / scale), -FINEST, FINEST)
    weights = array("b", steps.astype(np.int8).tobytes())
    return Head(weights=weights, scale=scale, bias=model.bias, thresholds=thresholds)


def loudness(name: str, sums: Any, starts: Any) -> Any:
    """How loud each text is, as `care.reading.learnt.Learnt.loudness` has it, whose parts have these sums."""
    loudest = np.maximum.reduceat(sums, starts)
    return np.minimum(loudest, sums[starts] + BESIDE_THE_WHOLE) if name in CALM else loudest


def harmless(name: str, texts: Texts) -> Any:
    """The sentences that must not raise this: for danger, those without any danger or unhappiness; else all others."""
    if name in CALM:
        return np.array([True for _ in texts.sentences])
    return np.array([not each.dangerous and "unhappy" not in each.labels for each in texts.sentences])


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
    rare[seen < SEEN_MIN] = 0
    model = LogisticRegression(C=REGULAR, class_weight="balanced", solver="liblinear", random_state=1)
    model.fit(rows @ diags(rare), yes)
    return Fitted(weights=model.coef_[0] * rare, bias=float(model.intercept_[0]))


def matrix(texts: Sequence[frozenset[int]]) -> Any:
    """A row for each text: the pieces it has, all alike; many pieces weigh no more together than few."""
    ends = np.cumsum([0, *(len(text) for text in texts)])
    columns = np.concatenate([np.array(sorted(text), dtype=np.int64) for text in texts]) if texts else np.array([])
    values = np.concatenate([np.full(len(text), len(text) ** -0.5) if text else np.array([]) for text in texts])
    return csr_matrix((values, columns, ends), shape=(len(texts), 1 << BITS))


if __name__ == "__main__":
    main()
