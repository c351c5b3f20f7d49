"""Words that count anything ('个', 'units', 'Stück', 'шт.'), and so never say what is counted."""

from __future__ import annotations

from indicators.readers.unitwords import power_and_unit

COUNTERS = frozenset(word.strip() for line in (
    "number, numbers, number of, no, nos, nr, nrs, count, counts, unit, units, item, items, piece, pieces, pc, pcs, case, cases, time, times, each,"
    "ea, quantity, qty, total, absolute, absolute number, absolute numbers, entry, entries, record, records, #",
    "nombre, nb, nbre, unité, unités, pièce, pièces, cas, effectif, effectifs, quantité",
    "número, numero, núm, num, unidad, unidades, cantidad, pieza, piezas, caso, casos, unidade, quantidade, peça, peças",
    "unità, quantità, pezzo, pezzi, anzahl, stück, stk, einheit, einheiten, zahl, fall, fälle, aantal, stuk, stuks, antal, antall, stykk, styck",
    "liczba, sztuka, sztuki, sztuk, szt, počet, kus, kusy, kusů, ks, broj, adet, sayı, bilangan, jumlah, jumlah unit",
    "количество, число, единица, единицы, единиц, ед, шт, штука, штук, штуки, кількість, од",
    "个, 個, 箇, 次, 项, 項, 件, 台, 臺, 套, 只, 隻, 条, 條, 座, 张, 張, 份, 部, 家, 户, 戶, 所, 处, 處, 间, 間, 架, 组, 組, 对, 對, 批, 种, 種, 块, 塊,"
    "枚, 支, 根, 门, 門, 口, 点, 點, 线, 線, 例, 起, 宗, 笔, 筆, 数量, 數量, 个数, 個數",
    "本, 戸, 社, 箇所, か所, ヶ所, 数, 개, 건, 대, 회, 개소, 곳, 호, 건수, 개수, 수",
) for word in line.split(","))


def is_counter(word: str) -> bool:
    """Whether a unit's word, with or without a multiplier before it ('万个', 'thousand units'), counts anything."""
    bare = power_and_unit(word)[0].casefold().strip(" .()（）[]")
    return bare in COUNTERS
