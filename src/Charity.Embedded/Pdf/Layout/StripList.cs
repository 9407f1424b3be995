using Charity.Embedded.Pdf.Files;

namespace Charity.Embedded.Pdf.Layout;

/// <summary>Strips one under another in a column.</summary>
internal sealed class StripList(double left, double width)
{
    private readonly List<Strip> _strips = [];
    private double _gap;
    private Glue _glue;
    private bool _newPage;

    public double Left => left;

    public double Width => width;

    public IReadOnlyList<Strip> Strips => _strips;

    public double Height => _strips.Sum(s => s.Gap + s.Height) - (_strips.Count == 0 ? 0 : _strips[0].Gap);

    /// <summary>Asks for white before the next strip; of two wishes the larger counts.</summary>
    public void Gap(double gap) => _gap = Math.Max(_gap, gap);

    /// <summary>The next strip stays with the one before it.</summary>
    public void Stick(Glue glue) => _glue = glue > _glue ? glue : _glue;

    /// <summary>The next strip need not stay with the one before it.</summary>
    public void Unstick() => _glue = Glue.None;

    /// <summary>The next strip begins a page.</summary>
    public void NewPage() => _newPage = true;

    public Strip Add(double height, Action<PageCanvas, double> draw, Strip? repeatedHead = null, bool atFoot = false)
    {
        var strip = new Strip(height, draw)
        {
            Gap = _gap,
            Glue = _strips.Count == 0 || _newPage ? Glue.None : _glue,
            StartsPage = _newPage,
            RepeatedHead = repeatedHead,
            AtFoot = atFoot,
        };
        _strips.Add(strip);
        (_gap, _glue, _newPage) = (0, Glue.None, false);
        return strip;
    }

    /// <summary>Lines of text. No page ends after the first line or before the last.</summary>
    public void AddLines(List<TextLine> lines, TextStyle style, double indent = 0)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (i == 1 || (i > 0 && i == lines.Count - 1))
            {
                Stick(Glue.Tight);
            }

            var line = lines[i];
            var x = left + indent;
            Add(style.Leading, (canvas, top) => canvas.Text(line, x, top + style.Baseline));
        }
    }

    /// <summary>Text in one style, broken to the column.</summary>
    public void AddText(string text, TextStyle style, Tag tag)
    {
        if (text.Length > 0)
        {
            AddLines(LineBreaker.Break(new TextSpan(text, style, tag), width), style);
        }
    }

    /// <summary>Draws all strips from a height down, as one.</summary>
    public void DrawAll(PageCanvas canvas, double top)
    {
        for (var i = 0; i < _strips.Count; i++)
        {
            top += i == 0 ? 0 : _strips[i].Gap;
            _strips[i].Draw(canvas, top);
            top += _strips[i].Height;
        }
    }

    /// <summary>Takes over strips set elsewhere, with their own gaps; they stay together where they fit on a page.</summary>
    public void AddTogether(StripList others, Glue glue)
    {
        foreach (var (index, strip) in others._strips.Index())
        {
            Gap(strip.Gap);
            Stick(index == 0 ? Glue.None : strip.Glue > glue ? strip.Glue : glue);
            _newPage |= strip.StartsPage;
            Add(strip.Height, strip.Draw, strip.RepeatedHead, strip.AtFoot);
        }

        Gap(others._gap);
        Stick(others._glue);
    }
}
