"""How well items are filed into sections, cross-validated, beside a plain classifier of the same run.

    ./run.sh bench filing

Five folds over the labelled items of the shared data; items with nearly equal headlines share a fold, and
what is near a tested item is in no training set. The baseline is TF-IDF over words and letters with logistic
regression, trained on the same labels of the shared data alone. Needs scipy and scikit-learn.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bench.training import news, sections
from digest.learned import vectors
from digest.learned.weights import SECTIONS, shipped
from digest.measures import by_label, confusion, macro_f1

HERE = Path(__file__).resolve().parent
FOLDS = 5


def plain(items: Sequence[news.Item], fold: NDArray[np.int64], asked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The baseline's label of each item that is `asked`."""
    texts = [f"{item.entry.title}. {item.entry.summary[:300]}" for item in items]
    labels = np.array([item.section for item in items])
    found = np.full(len(items), len(SECTIONS) - 1)
    for number in range(FOLDS):
        train, test = np.where((fold != number) & asked)[0], np.where((fold == number) & asked)[0]
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
        learn = [texts[row] for row in train]
        ask = [texts[row] for row in test]
        seen = sparse.hstack([words.fit_transform(learn), letters.fit_transform(learn)]).tocsr()
        new = sparse.hstack([words.transform(ask), letters.transform(ask)]).tocsr()
        model = LogisticRegression(C=5, max_iter=300).fit(seen, labels[train])
        found[test] = model.predict(new)
    return found


def main() -> None:
    items = news.sections()
    asked = np.array([item.batch in {"mixed", "hard"} for item in items])
    fold = sections.folds([item.entry for item in items], FOLDS)
    dense = np.hstack(vectors.of([(i.entry.title, i.entry.summary) for i in items], shipped())).astype(float)
    chances = sections.unseen(items, dense, fold, asked)
    answers = {"words and letters": plain(items, fold, asked), "ours": chances.argmax(axis=1)}
    result: dict[str, dict[str, float]] = {}
    print(f"{len(items)} items with labels, {int(asked.sum())} asked about\n")
    print(f"{'macro-F1, sure >= 1':<22}{'items':>7}" + "".join(f"{name:>20}" for name in answers))
    for batch in ("mixed", "hard", "both"):
        rows = [
            row
            for row, item in enumerate(items)
            if asked[row] and item.sure >= 1 and batch in {item.batch, "both"}
        ]
        true = {str(row): SECTIONS[items[row].section] for row in rows}
        result[batch] = {
            name: macro_f1(confusion({str(row): SECTIONS[found[row]] for row in rows}, true))
            for name, found in answers.items()
        }
        print(f"{batch:<22}{len(rows):>7}" + "".join(f"{value:>20.3f}" for value in result[batch].values()))
        if batch == "both":
            table = by_label(confusion({str(row): SECTIONS[answers["ours"][row]] for row in rows}, true))
            told = (f"{name} P {rate.precision:.2f} R {rate.recall:.2f}" for name, rate in table.items())
            print(f"\nours, by section: {', '.join(told)}")
    (HERE / "filing.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
