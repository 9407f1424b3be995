using Charity.Documents;
using Charity.Embedded.Pdf.Images;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;
using Look = Charity.Embedded.Pdf.Layout.Look;
using OwnStyle = Charity.Embedded.Pdf.Layout.TextStyle;

namespace Charity.Production.Documents;

/// <summary>What the blocks of one document share while they are composed: language, words, and the looks of text.</summary>
internal sealed class Setting(string language)
{
    /// <summary>White between blocks and lines is told in points.</summary>
    public const float Millimetre = (float)Look.Millimetre;

    public Words Words { get; } = new();

    /// <summary>The document's own.</summary>
    public string Language => language;

    /// <summary>Pictures are read before they are drawn: one that is damaged is refused as a fault of the document.</summary>
    public ImageShelf Pictures { get; } = new();

    public static Color Colour(int rgb) => new(0xFF000000u | (uint)rgb);

    /// <summary>The looks that both renderers share, in QuestPDF's terms.</summary>
    public static TextStyle Style(OwnStyle own)
    {
        var style = TextStyle.Default.FontFamily(QuestPdfEngine.Font).FontSize((float)own.Size)
            .LineHeight((float)(own.Leading / own.Size)).FontColor(Colour(own.Colour));
        return own.Bold ? style.Bold() : style.NormalWeight();
    }

    /// <summary>One text in one style, with its line ends.</summary>
    public void Text(IContainer at, string text, OwnStyle style) => at.Text(Words.Of(text)).Style(Style(style));

    /// <summary>Runs with their emphasis and links.</summary>
    public void Text(IContainer at, IReadOnlyList<Run> runs, OwnStyle style)
        => at.Text(text =>
        {
            text.DefaultTextStyle(Style(style));
            foreach (var run in runs)
            {
                var words = Words.Of(run.Text);
                var span = run.Link is { IsAbsoluteUri: true, Scheme: "https" or "http" or "mailto" } link
                    ? text.Hyperlink(words, link.AbsoluteUri).FontColor(Colour(Look.Accent))
                    : text.Span(words);
                if (run.Strong)
                {
                    span.Bold();
                }
            }
        });
}
