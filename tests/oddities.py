"""Texts as they should not be and sometimes are."""

from __future__ import annotations

from hypothesis import strategies as st

STRANGE = (
    "",
    " ",
    "a" * 10_000,
    "Northwind buys Tall Pines " * 400,
    "$9" * 5_000,
    "人工智能公司融资十亿美元，估值翻倍",
    "مايكروسوفت تستثمر مليار دولار في مراكز البيانات",
    "विज्ञान की खबर ₹५०० करोड़",
    "🚀🚀 👩‍👩‍👧‍👦 💰",
    "1234567890",
    "$" + "9" * 400 + " trillion",
    "$1,2,3.4.5 billion and £.5m and ¥٣٤ million",
    "2025 20%% 3.3.3 ,,,,",
    "Controls \x00\x07\x1b\x85 bidi \u202eevil\u202c line\u2028two\x0bthree",
    "half \ud83d a \udc00 pair \ud800",
    "K kelvin $5 K and ſ long s, İstanbul",
    "‘’“”'''''\"\"\"",
    "----- ||||| :::::",
    "<b>bold</b> &amp; {{ 7*7 }}",
)
_ANY = st.characters(codec=None) | st.characters(categories=["Cs"])
ODD = st.sampled_from(STRANGE) | st.text(_ANY, max_size=120)
"""Strange texts of a list, and any text at all, lone surrogates and control characters included."""
