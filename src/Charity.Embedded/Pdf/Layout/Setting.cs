using Charity.Documents;
using Charity.Documents.Fonts;
using Charity.Embedded.Pdf.Files;
using Charity.Embedded.Pdf.Images;

namespace Charity.Embedded.Pdf.Layout;

/// <summary>What the blocks of one document share while they are set: language, structure, letters that fail, pictures.</summary>
internal sealed class Setting(string documentLanguage, ImageShelf shelf)
{
    private readonly string _documentLanguage = documentLanguage;
    private readonly List<string> _missing = [];

    public Tag Root { get; } = new("Document", null);

    /// <summary>Language of the block being set.</summary>
    public string Language { get; private set; } = documentLanguage;

    /// <summary>Level of the last heading, and whether all came in steps of one, as accessible documents have them.</summary>
    public int HeadingLevel { get; private set; }

    public bool HeadingsInOrder { get; private set; } = true;

    public bool HasUnnamedPicture { get; set; }

    /// <summary>Text as it is set: settled, checked, with the local forms of letters.</summary>
    public string Text(string text, string? language = null)
    {
        var settled = TextNormaliser.Normalise(text);
        for (var i = 0; i < settled.Length; i++)
        {
            if (!PrintableText.CanShow(settled, i))
            {
                _missing.AddRange(PrintableText.Missing(settled).Except(_missing));
                return "";
            }
        }

        // Noto Sans draws б in the Macedonian way by a glyph of its own.
        return (language ?? Language) is "mk" or "sr" ? settled.Replace('б', FontFace.LocalBe) : settled;
    }

    /// <summary>A tag at the document's top level, in the language of the block being set.</summary>
    public Tag Tag(string type, Tag? parent = null, string? attributes = null, string? alternative = null) =>
        new(type, parent ?? Root)
        {
            Language = parent is null && Language != _documentLanguage ? Language : null,
            Attributes = attributes,
            Alternative = alternative,
        };

    /// <summary>Runs as spans of one paragraph; links and other languages get tags of their own inside it.</summary>
    public TextSpan[] Spans(IReadOnlyList<Run> runs, TextStyle style, Tag tag)
    {
        var spans = new TextSpan[runs.Count];
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            var spanStyle = run.Strong ? style.Strong : style;
            var link = run.Link is { IsAbsoluteUri: true, Scheme: "https" or "http" or "mailto" } target ? target : null;
            var own = link is not null ? "Link" : run.Language is not null ? "Span" : null;
            var spanTag = own is null ? tag : new Tag(own, tag) { Language = run.Language };
            spans[i] = new TextSpan(Text(run.Text, run.Language), link is null ? spanStyle : spanStyle.In(Look.Accent), spanTag, link);
        }

        return spans;
    }

    public PdfImage Picture(byte[] content) => shelf.Read(content);

    public void NoteHeading(int level)
    {
        HeadingsInOrder &= level <= HeadingLevel + 1;
        HeadingLevel = level;
    }

    /// <summary>Sets something in a block's own language.</summary>
    public void In(string? blockLanguage, Action set)
    {
        var before = Language;
        Language = blockLanguage ?? before;
        set();
        Language = before;
    }

    /// <exception cref="UnprintableTextException">Some text could not be set.</exception>
    public void ThrowIfMissing()
    {
        if (_missing.Count > 0)
        {
            throw new UnprintableTextException(_missing);
        }
    }
}
