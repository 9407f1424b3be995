namespace Charity.Embedded.Pdf.Layout;

/// <summary>Fills pages with strips.</summary>
/// <param name="bottom">Where the pages' text ends above the foot.</param>
internal sealed class Pages(double bottom, FontUse fonts, ImageUse images) : IDisposable
{
    private const double Top = Look.Margin;

    private readonly List<PageCanvas> _all = [];
    private double _y = Top;
    private bool _empty = true;

    public IReadOnlyList<PageCanvas> All => _all;

    public void Fill(IReadOnlyList<Strip> strips)
    {
        NewPage();
        for (var i = 0; i < strips.Count;)
        {
            var end = UnbreakableEnd(strips, i);
            var height = Height(strips, i, end);
            if (!_empty && (strips[i].StartsPage || _y + strips[i].Gap + height > bottom + 0.01))
            {
                NewPage();
                if (strips[i].RepeatedHead is { } head)
                {
                    Repeat(head);
                }
            }

            for (; i < end; i++)
            {
                Draw(strips[i]);
            }
        }
    }

    public void Dispose() => _all.ForEach(p => p.Dispose());

    /// <summary>Where the first page break may come after a strip, given up step by step for what no page can hold.</summary>
    private int UnbreakableEnd(IReadOnlyList<Strip> strips, int start)
    {
        foreach (var glue in (ReadOnlySpan<Glue>)[Glue.Together, Glue.Tight])
        {
            var end = start + 1;
            while (end < strips.Count && strips[end].Glue >= glue && !strips[end].StartsPage)
            {
                end++;
            }

            if (Height(strips, start, end) <= bottom - Top - (strips[start].RepeatedHead?.Height ?? 0))
            {
                return end;
            }
        }

        return start + 1;
    }

    private static double Height(IReadOnlyList<Strip> strips, int start, int end)
    {
        var height = strips[start].Height;
        for (var i = start + 1; i < end; i++)
        {
            height += strips[i].Gap + strips[i].Height;
        }

        return height;
    }

    private void Draw(Strip strip)
    {
        _y += _empty ? 0 : strip.Gap;
        if (strip.AtFoot)
        {
            _y = Math.Max(_y, bottom - strip.Height);
        }

        strip.Draw(_all[^1], _y);
        _y += strip.Height;
        // An empty strip, such as a spacer, leaves a page as empty as it was.
        _empty &= strip.Height == 0;
    }

    private void Repeat(Strip head)
    {
        _all[^1].Repeating = true;
        head.Draw(_all[^1], _y);
        _all[^1].Repeating = false;
        _y += head.Height;
    }

    private void NewPage()
    {
        _all.Add(new PageCanvas(_all.Count, fonts, images));
        (_y, _empty) = (Top, true);
    }
}
