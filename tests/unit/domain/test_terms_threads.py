"""Stemming from several threads at once: files are prepared that way."""

from concurrent.futures import ThreadPoolExecutor

from assistant.domain.terms import stem


def test_threads_that_stem_at_once_do_not_disturb_each_other():
    words = [
        f"{a}{b}{c}{d}ations" for a in "bcdfgh" for b in "aeiou" for c in "lmnprst" for d in "ae"
    ]
    expected = {word: stem(word) for word in words}
    stem.cache_clear()
    parts = [words[start:] + words[:start] for start in range(0, len(words), 40)]
    with ThreadPoolExecutor(8) as threads:
        for part, stems in zip(parts, threads.map(lambda p: [*map(stem, p)], parts), strict=True):
            assert stems == [expected[word] for word in part]
