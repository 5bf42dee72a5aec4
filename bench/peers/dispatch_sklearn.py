"""The peer of the bench "dispatch": scikit-learn's TF-IDF and LinearSVC on the same rows and the same split.

Arguments: FILE LABEL TIME TEXT|- ANALYZER NGRAM_LO NGRAM_HI [--context COL]... [--leak-remove COL]... [--drop-own-words COL]...
Prints one line of JSON: rows, accuracy, macro_f1, train_s, train_cpu_s.
Rows are read, freed of leaks, ordered and split as `cardo cases learn` does; only vectorising and fitting is timed.
Without text the context columns are one-hot encoded, each alone and all together.
"""
import argparse
import csv
import datetime
import gzip
import json
import time
import warnings
import zoneinfo

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")


def options():
    p = argparse.ArgumentParser()
    for name in ("file", "label", "time", "text", "analyzer"):
        p.add_argument(name)
    p.add_argument("lo", type=int)
    p.add_argument("hi", type=int)
    for name in ("--context", "--leak-remove", "--drop-own-words"):
        p.add_argument(name, action="append", default=[])
    p.add_argument("--zone", default="UTC")
    return p.parse_args()


def moment(said, zone):
    at = datetime.datetime.fromisoformat(said)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def rows(o):
    zone = zoneinfo.ZoneInfo(o.zone)
    opened = gzip.open if o.file.endswith(".gz") else open
    with opened(o.file, "rt", encoding="utf-8", newline="") as f:
        raw = list(csv.DictReader(f))
    leaks = sorted({r[c].strip() for r in raw for c in o.leak_remove if r[c].strip()}, key=lambda s: (-len(s), s))
    kept = []
    for r in raw:
        if not r[o.label].strip():
            continue
        words = "" if o.text == "-" else r[o.text].strip()
        for leak in leaks:
            words = words.replace(leak, "")
        for c in o.drop_own_words:
            if r[c].strip():
                words = words.replace(r[c].strip(), "")
        if o.text != "-" and not words.strip():
            continue
        context = [f"{c}={r[c].strip()}" for c in o.context]
        kept.append((moment(r[o.time], zone), words, context, r[o.label].strip()))
    kept.sort(key=lambda k: k[0])
    return kept


def main():
    o = options()
    kept = rows(o)
    cut = int(len(kept) * 0.8)
    labels = [k[3] for k in kept]
    if o.text == "-":
        features = [k[2] + ["|".join(k[2])] for k in kept]
        vectorizer = CountVectorizer(analyzer=lambda tokens: tokens, binary=True)
    else:
        features = [k[1] for k in kept]
        vectorizer = TfidfVectorizer(analyzer=o.analyzer, ngram_range=(o.lo, o.hi), sublinear_tf=True, min_df=2)
    wall, cpu = time.perf_counter(), time.process_time()
    model = LinearSVC().fit(vectorizer.fit_transform(features[:cut]), labels[:cut])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    said = model.predict(vectorizer.transform(features[cut:]))
    print(json.dumps({
        "rows": len(kept), "test_rows": len(kept) - cut,
        "accuracy": accuracy_score(labels[cut:], said),
        "macro_f1": f1_score(labels[cut:], said, average="macro"),
        "train_s": wall, "train_cpu_s": cpu,
    }))


main()
