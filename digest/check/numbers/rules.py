"""The rules of the numbers gate and of the deal table."""

from __future__ import annotations

from digest.check.finding import Rule

NUMBERS = (
    Rule("numbers-unread", "a text is too long to be read to its end"),
    Rule("numbers-unproved", "a figure stands in no report that the words could rest on"),
    Rule("numbers-magnitude", "the reports have the same digits a thousand or more times larger or smaller"),
    Rule("numbers-unit", "the reports have the same number in another unit or currency"),
    Rule("numbers-company", "the reports give the figure to another company"),
    Rule("numbers-year", "the reports tie the figure to another year or day"),
    Rule("numbers-role", "the reports give the figure as something else: a valuation told as a sum"),
    Rule("numbers-hedge", "the reports hedge the figure, and the words do not, or the other way round"),
    Rule("numbers-sum", "a sum that is shown, or a count of the edition's own, does not add up"),
)

DEALS = (
    Rule("deals-party", "a row of the deal table names somebody whom no report of the story names"),
    Rule("deals-status", "a row of the deal table has come further than any report says"),
    Rule(
        "deals-twice",
        "two stories tell one deal with other figures, or at other stages",
        why="the deal table makes one row of the two, and a reader finds the older figure told as of now",
    ),
    Rule(
        "deals-words",
        "the headline or the text gives a deal another figure than its row of the deal table",
        why="a headline reworded after an older report: each figure is in a report, and only one holds now",
    ),
)
