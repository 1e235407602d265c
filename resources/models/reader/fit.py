"""Fit: the weights under which what is right scores highest, and what is likely is likely."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import evidence
from assistant.answer.select import Signs

_RIDGE = 0.02
_EVIDENCE_RIDGE = 2.0
_EXPECTED = evidence.Observations(
    *(0, 0, 0, 0, 0),
    missing_names=-4,
    unknown_names=-8,
    another=-3,
    value_missing=-3,
    lead=0,
    reread_relevance=0,
    reread_margin=0,
)
_STEPS = 400
_RATE = 0.3
_RANK = Signs._fields.index("rank")


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates of one question; `features` has a row for each, `owners` says which it is."""

    features: NDArray[np.float64]
    owners: NDArray[np.int64]
    right: NDArray[np.bool_]


def fit_listwise(
    groups: Sequence[Group], start: Signs, *, is_anchored: bool
) -> NDArray[np.float64]:
    """The weights under which the right candidates of each group score highest.

    Softmax over the candidates, each scoring as its best row, by gradient descent. Where it is
    anchored, the first feature (how retrieval ranked) keeps the weight 1 and the others are in its
    units; where not, a score is a logit.
    """
    weights, sharpness = np.array(start), 4.0 if is_anchored else 1.0
    scale = np.std(np.concatenate([group.features[:, 1:] for group in groups]), axis=0) + 1e-3
    for _ in range(_STEPS):
        gradient, slope = np.zeros(len(weights)), 0.0
        for group in groups:
            features = group.features[_best_rows(group, weights)]
            totals = features[:, 0] + features[:, 1:] @ weights
            share = _softmax(sharpness * totals)
            wanted = share * group.right / max((share * group.right).sum(), 1e-9)
            gradient += sharpness * (wanted - share) @ features[:, 1:]
            slope += float((wanted - share) @ totals)
        step = gradient / len(groups) - _RIDGE * weights * scale**2
        if is_anchored:
            step[_RANK] = -weights[_RANK] * scale[_RANK] ** 2  # said by the first feature already
        weights = weights + _RATE * step / scale**2 / sharpness
        if is_anchored:
            sharpness = float(np.clip(sharpness + 2 * slope / len(groups), 0.5, 30))
    return weights


def _best_rows(group: Group, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    totals = group.features[:, 0] + group.features[:, 1:] @ weights
    order = np.lexsort((-totals, group.owners))
    first = np.unique(group.owners[order], return_index=True)[1]
    return order[first]


def _softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(values - values.max())
    shares: NDArray[np.float64] = powers / powers.sum()
    return shares


def fit_logistic(
    observed: NDArray[np.float64], target: NDArray[np.bool_], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Logistic regression, by Newton's method, with a small ridge.

    Missing names, another thing and missing values are rare among our questions and, by reason,
    tell much: the ridge draws their weights to what they were found or set to be elsewhere.
    """
    expected = np.array(_EXPECTED)
    ridge = np.diag([1e-6, *[_EVIDENCE_RIDGE] * (observed.shape[1] - 1)])
    weights = expected.copy()
    for _ in range(80):
        likely = 1 / (1 + np.exp(-observed @ weights))
        slope = observed.T @ (share * (target - likely)) - ridge @ (weights - expected)
        curve = (observed.T * (share * likely * (1 - likely))) @ observed + ridge
        weights = weights + np.linalg.solve(curve, slope)
    return weights
