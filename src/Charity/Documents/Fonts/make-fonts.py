"""Makes the two fonts beside this file out of the Noto Sans that Debian ships (package fonts-noto-core).

    /usr/bin/python3 make-fonts.py /usr/share/fonts/truetype/noto

Needs python3-fonttools. What it does: keeps Latin, Cyrillic, punctuation and currency signs; drops hinting and layout
tables, which neither the PDF writer nor the rasteriser reads; gives the Macedonian and Serbian form of U+0431 a place in
the private use area, U+E431, where the renderer finds it; adds U+2212 MINUS SIGN, which Noto Sans lacks, from the bar of
its plus sign. The same input gives the same bytes.
"""
import os
import sys
from pathlib import Path

os.environ["SOURCE_DATE_EPOCH"] = "1600000000"

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

KEPT = [
    (0x20, 0x7E), (0xA0, 0x24F),            # Latin, Latin-1, Extended-A and -B
    (0x2B9, 0x2BC), (0x2C6, 0x2C7), (0x2D8, 0x2DD),  # modifier letters, among them the Ukrainian apostrophe
    (0x300, 0x304), (0x306, 0x30C), (0x30F, 0x30F), (0x311, 0x311), (0x31B, 0x31B),
    (0x323, 0x328), (0x32D, 0x32E), (0x330, 0x331),  # combining marks that the renderer places
    (0x400, 0x482), (0x48A, 0x52F),         # Cyrillic and its supplement
    (0x1E00, 0x1EFF),                       # Latin Extended Additional
    (0x2007, 0x200B), (0x2010, 0x2015), (0x2018, 0x201F), (0x2020, 0x2022), (0x2026, 0x2026),
    (0x202F, 0x202F), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044),
    (0x2070, 0x2079), (0x2080, 0x2089), (0x20A0, 0x20BF),
    (0x2113, 0x2113), (0x2116, 0x2117), (0x2120, 0x2122), (0x2212, 0x2212), (0xFFFD, 0xFFFD),
]
LOCAL_BE = 0xE431


def minus_from_plus(font):
    glyphs, cmap = font["glyf"], font.getBestCmap()
    plus, equal = cmap[0x2B], cmap[0x3D]
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[plus].draw(pen)
    left, bottom, right, top = pen.bounds
    # The bar of the plus sign is as thick as one of the two bars of the equals sign.
    ys = sorted({y for _, y in glyphs[equal].coordinates})
    thick = ys[1] - ys[0]
    middle = (bottom + top) / 2
    low, high = round(middle - thick / 2), round(middle + thick / 2)
    draw = TTGlyphPen(None)
    draw.moveTo((left, low)); draw.lineTo((left, high)); draw.lineTo((right, high)); draw.lineTo((right, low)); draw.closePath()
    font.setGlyphOrder(font.getGlyphOrder() + ["minus.charity"])
    glyphs["minus.charity"] = draw.glyph()
    font["hmtx"]["minus.charity"] = (font["hmtx"][plus][0], left)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x2212] = "minus.charity"


def make(source, target):
    font = TTFont(source, recalcTimestamp=False)
    minus_from_plus(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[LOCAL_BE] = "uni0431.loclSRB"
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG", "STAT", "meta"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for a, b in KEPT for c in range(a, b + 1)] + [LOCAL_BE])
    subsetter.subset(font)
    font.save(target)
    print(target, os.path.getsize(target), len(font.getBestCmap()))


if __name__ == "__main__":
    here = Path(__file__).parent
    for weight in ("Regular", "Bold"):
        make(Path(sys.argv[1]) / f"NotoSans-{weight}.ttf", here / f"NotoSans-{weight}.ttf")
