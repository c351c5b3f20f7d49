"""Words that count: those that say nothing of what is counted ('个', 'units', 'шт.'), and measure words of some things ('户', 'cases')."""

from __future__ import annotations

from indicators.readers.cells.units import split_multiplier


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word.strip() for line in lines for word in line.split(","))


GENERIC_COUNTERS = _set(
    "number, numbers, number of, no, nos, nr, nrs, count, counts, unit, units, item, items, piece, pieces, pc, pcs, each,"
    "ea, quantity, qty, total, absolute, absolute number, absolute numbers, #",
    "nombre, nb, nbre, unité, unités, pièce, pièces, effectif, effectifs, quantité",
    "número, numero, núm, num, unidad, unidades, cantidad, pieza, piezas, unidade, quantidade, peça, peças",
    "unità, quantità, pezzo, pezzi, anzahl, stück, stk, einheit, einheiten, zahl, aantal, stuk, stuks, antal, antall, stykk, styck",
    "liczba, sztuka, sztuki, sztuk, szt, počet, kus, kusy, kusů, ks, broj, adet, sayı, bilangan, jumlah, jumlah unit",
    "количество, число, единица, единицы, единиц, ед, шт, штука, штук, штуки, кількість, од",
    "个, 個, 箇, 数量, 數量, 个数, 個數, 数, 개, 개수, 수",
)
"""Words that count whatever is counted: a series that is known by its code is in its own unit where a file says one of them."""

SPECIFIC_COUNTERS = _set(
    "case, cases, time, times, entry, entries, record, records, cas, caso, casos, fall, fälle",
    "次, 项, 項, 件, 台, 臺, 套, 只, 隻, 条, 條, 座, 张, 張, 份, 部, 家, 户, 戶, 所, 处, 處, 间, 間, 架, 组, 組, 对, 對, 批, 种, 種, 块, 塊,"
    "枚, 支, 根, 门, 門, 口, 点, 點, 线, 線, 例, 起, 宗, 笔, 筆",
    "本, 戸, 社, 箇所, か所, ヶ所, 건, 대, 회, 개소, 곳, 호, 건수",
)
"""Words that count things of some kind (households, machines, events): they are the unit of a known series only where units.csv
says so, and yet pick no unit by themselves, for each counts several kinds."""

COUNTERS = GENERIC_COUNTERS | SPECIFIC_COUNTERS


def counts_anything(word: str) -> bool:
    """Whether a unit's word, with or without a multiplier before it ('万个', 'thousand units'), says nothing of what is counted."""
    return _bare(word) in GENERIC_COUNTERS


def is_counter(word: str) -> bool:
    """Whether a unit's word, with or without a multiplier before it ('万户', 'thousand units'), only counts and is no unit of one thing."""
    return _bare(word) in COUNTERS


def _bare(word: str) -> str:
    return split_multiplier(word)[0].casefold().strip(" .()（）[]")
