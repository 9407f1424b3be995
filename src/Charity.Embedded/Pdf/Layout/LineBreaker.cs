using Charity.Documents;

namespace Charity.Embedded.Pdf.Layout;

/// <summary>
/// Breaks text into lines: after spaces, hyphens and dashes, within addresses after their marks (the rules of Unicode's
/// annex 14 that Latin and Cyrillic need). A word longer than a line is broken where it must.
/// </summary>
internal static class LineBreaker
{
    public static List<TextLine> Break(TextSpan span, double width) => new Breaking([span], width).Lines();

    public static List<TextLine> Break(TextSpan[] spans, double width) => new Breaking(spans, width).Lines();

    /// <summary>Width of text on one line.</summary>
    public static double Width(ReadOnlySpan<char> text, TextStyle style)
    {
        var units = 0;
        foreach (var c in text)
        {
            units += Advance(style, c);
        }

        return units * style.Size / style.Face.UnitsPerEm;
    }

    /// <summary>Width of the longest word: the narrowest that a column can be without breaking words.</summary>
    public static double LongestWord(string text, TextStyle style)
    {
        double longest = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] is ' ' or '\n')
            {
                longest = Math.Max(longest, Width(text.AsSpan(start, i - start), style));
                start = i + 1;
            }
        }

        return longest;
    }

    private static int Advance(TextStyle style, char c) =>
        c is TextNormaliser.SoftHyphen or TextNormaliser.ZeroWidthSpace or '\n' ? 0 : style.Face.AdvanceOf(style.Face.GlyphOf(c));

    private ref struct Breaking(TextSpan[] spans, double width)
    {
        private readonly List<TextLine> _lines = [];
        private readonly string _text = spans.Length == 1 ? spans[0].Text : string.Concat(spans.Select(s => s.Text));

        public List<TextLine> Lines()
        {
            int start = 0, breakAt = 0, span = 0, spanEnd = spans.Length == 0 ? 0 : spans[0].Text.Length;
            double x = 0;
            for (var i = 0; i < _text.Length; i++)
            {
                while (i >= spanEnd)
                {
                    spanEnd += spans[++span].Text.Length;
                }

                var c = _text[i];
                if (c == '\n')
                {
                    Add(start, i);
                    (start, breakAt, x) = (i + 1, i + 1, 0);
                    continue;
                }

                var style = spans[span].Style;
                var advance = Advance(style, c) * style.Size / style.Face.UnitsPerEm;
                // The hundredth of a point takes up what rounding lets a measured column come short.
                if (c != ' ' && x + advance > width + 0.01 && i > start)
                {
                    var end = breakAt > start ? breakAt : BeforeMarks(start, i);
                    Add(start, end);
                    (start, breakAt, x) = (end, end, 0);
                    i = end - 1;
                    (span, spanEnd) = SpanBefore(end);
                    continue;
                }

                x += advance;
                if (CanBreakAfter(i) && (c != TextNormaliser.SoftHyphen || x + HyphenWidth(style) <= width))
                {
                    breakAt = i + 1;
                }
            }

            if (start < _text.Length || _lines.Count == 0 || _text.EndsWith('\n'))
            {
                Add(start, _text.Length);
            }

            return _lines;
        }

        private static double HyphenWidth(TextStyle style) => Width("-", style);

        /// <summary>A letter keeps its marks; something of the word stays on the line.</summary>
        private readonly int BeforeMarks(int start, int at)
        {
            var end = at;
            while (end > start + 1 && CombiningMarks.Is(_text[end]))
            {
                end--;
            }

            return end > start ? end : at;
        }

        private readonly (int Span, int End) SpanBefore(int at)
        {
            int span = 0, end = spans[0].Text.Length;
            while (end <= at && span < spans.Length - 1)
            {
                end += spans[++span].Text.Length;
            }

            return (span, end);
        }

        private readonly bool CanBreakAfter(int at)
        {
            var next = at + 1 < _text.Length ? _text[at + 1] : ' ';
            if (next == ' ')
            {
                return false;
            }

            return _text[at] switch
            {
                ' ' or TextNormaliser.SoftHyphen or TextNormaliser.ZeroWidthSpace or '\u2014' => true,
                // "2024-05" and "-5" stay whole, "Івано-Франківськ" may break.
                '-' or '\u2010' or '\u2013' => at > 0 && !char.IsAsciiDigit(next) && _text[at - 1] != ' ',
                '/' or '?' or '&' or '=' => at > 0 && IsInAddress(at),
                _ => false,
            };
        }

        private readonly bool IsInAddress(int at) => _text.AsSpan(0, at).Contains("://", StringComparison.Ordinal) && _text[at - 1] != ':' && !(_text[at] == '/' && at + 1 < _text.Length && _text[at + 1] == '/');

        private readonly void Add(int start, int end)
        {
            var hyphen = end > start && end < _text.Length && _text[end - 1] == TextNormaliser.SoftHyphen;
            var pieces = new List<TextPiece>(spans.Length);
            double lineWidth = 0, upToLetter = 0;
            var offset = 0;
            foreach (var span in spans)
            {
                var from = Math.Max(start, offset);
                var to = Math.Min(end, offset + span.Text.Length);
                if (from < to)
                {
                    pieces.Add(new TextPiece(span, from - offset, to - from));
                    var text = span.Text.AsSpan(from - offset, to - from);
                    var trimmed = text.TrimEnd(' ');
                    if (trimmed.Length > 0)
                    {
                        upToLetter = lineWidth + Width(trimmed, span.Style);
                    }

                    lineWidth += trimmed.Length == text.Length ? upToLetter - lineWidth : Width(text, span.Style);
                }

                offset += span.Text.Length;
            }

            if (hyphen)
            {
                upToLetter += HyphenWidth(pieces[^1].Span.Style);
            }

            _lines.Add(new TextLine([.. pieces], upToLetter, hyphen));
        }
    }
}
