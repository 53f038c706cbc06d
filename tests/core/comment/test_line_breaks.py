"""Where a line may break (÷) and where not (×), each with the rule that says so.

JLREQ is "Requirements for Japanese Text Layout" (W3C), section 3.1 and the classes cl-NN of
appendix A; LBn are the rules of Unicode Standard Annex 14.
"""

import pytest
from rich.cells import cell_len

from matome_tui.core.comment.wrap import wrap

TABLE = [
    ("漢÷字", "LB31: between ideographs"),
    ("漢×、", "JLREQ 3.1.7, cl-07: no comma at the start"),
    ("漢×。", "JLREQ 3.1.7, cl-06"),
    ("漢×」", "JLREQ 3.1.7, cl-02"),
    ("漢×〛", "LB13, class CL"),
    ("漢×〞", "LB13, class CL"),
    ("漢×〟", "JLREQ 3.1.7, cl-02"),
    ("漢×！", "JLREQ 3.1.7, cl-04"),
    ("漢×・", "JLREQ 3.1.7, cl-05"),
    ("漢×々", "JLREQ 3.1.7, cl-09"),
    ("は×ゝ", "JLREQ 3.1.7, cl-09"),
    ("か×゛", "LB21, class NS"),
    ("は×゜", "LB21, class NS"),
    ("コ×ー", "JLREQ 3.1.7, cl-10"),
    ("キ×ャ", "JLREQ 3.1.7, cl-11"),
    ("漢×〜", "JLREQ 3.1.7, cl-03"),
    ("漢×～", "JLREQ 3.1.7, cl-03: the tilde that Windows types for a wave dash"),
    ("〳×〵", "JLREQ 3.1.10, cl-08: the two halves of a repeat mark"),
    ("〴×〵", "JLREQ 3.1.10, cl-08"),
    ("―×―", "JLREQ 3.1.10, cl-08"),
    ("…×…", "JLREQ 3.1.10, cl-08"),
    ("「×漢", "JLREQ 3.1.8, cl-01"),
    ("〚×漢", "LB14, class OP"),
    ("￥×１", "JLREQ 3.1.10, cl-12"),
    ("＃×１", "JLREQ 3.1.10, cl-12"),
    ("№×漢", "JLREQ 3.1.10, cl-12"),
    ("１×％", "JLREQ 3.1.10, cl-13"),
    ("100×㎏", "JLREQ 3.1.10, cl-13"),
    ("１００×㎡", "JLREQ 3.1.10, cl-13"),
    ("３×㌔", "JLREQ 3.1.10, cl-13"),
    ("１×９", "JLREQ 3.1.10, cl-24: a number stays whole"),
    ("３．×１４", "JLREQ 3.1.10, cl-24"),
    ("１，×０００", "JLREQ 3.1.10, cl-24"),
    ("漢，÷１", "JLREQ 3.1.7: after a comma"),
    ("漢×/", "LB13, class SY"),
    ("漢/÷字", "LB31, class SY"),
    ("漢×-CPU", "LB21, class HY"),
    ("漢×|", "LB21, class BA"),
    ("漢÷CPU", "LB31"),
    ("CPU÷漢", "LB31"),
    ("state-÷of", "LB21, class HY: after a hyphen"),
    ("кое-÷как", "LB21, class HY"),
    ("so—÷then", "LB17, class B2"),
    ("x×-ray", "LB20a: not at a prefix of one letter"),
    ("gpt-×4", "LB25: not before a number"),
    ("Evolve× 、", "LB13: a space before a comma is no break"),
    ("word× ！", "LB13, class EX"),
    ("漢× ）", "LB13, class CL"),
    ("word× )", "LB13, class CP"),
    ("word÷ .NET", "LB15c in spirit: a sign that begins a word"),
    ("word× って", "JLREQ 3.1.7: at the start of a line, also after a space"),
    ("（ ×漢", "LB14: a space after an opening bracket is no break"),
    ("( ×word", "LB14"),
    ("word÷ 漢", "LB18: after a space"),
    ("漢÷　字", "LB21, class BA: the ideographic space"),
    ("漢×\xa0", "LB12a: before a no-break space"),
    ("\xa0×漢", "LB12: after a no-break space"),
    ("漢×\u2060字", "LB11: before a word joiner"),
    ("漢\u2060×字", "LB11: after a word joiner"),
    ("word\u200b÷word", "LB8: after a zero width space"),
    ("漢\u200b÷、", "LB8: even before a comma"),
    ("ｱ÷ｲ", "LB31, class ID: half-width kana are Japanese"),
    ("CPU÷ｱ", "LB31"),
    ("ｷ×ｬ", "JLREQ 3.1.7, cl-11"),
    ("ｶ×ﾞ", "LB21, class NS"),
    ("ｱ×｡", "JLREQ 3.1.7, cl-06"),
    ("｢×ｱ", "JLREQ 3.1.8, cl-01"),
    ("漢÷“", "LB31: before an opening quotation mark"),
    ("“×漢", "JLREQ 3.1.8, cl-01"),
    ("漢×”", "JLREQ 3.1.7, cl-02"),
]


@pytest.mark.parametrize(("pair", "source"), TABLE)
def test_a_line_breaks_where_the_rules_allow(pair: str, source: str) -> None:
    is_allowed = "÷" in pair
    left, right = pair.split("÷" if is_allowed else "×")
    before = f"日 {left}".rstrip(" ")
    text = f"日 {left}{right}"
    fits_left_only = wrap(text, max(cell_len(before), 4))
    assert (fits_left_only[0][1] == len(before)) is is_allowed, source
