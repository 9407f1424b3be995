using System.Globalization;
using System.Security;
using System.Text;
using Charity.Documents;

namespace Charity.Embedded.Pdf.Files;

/// <summary>What the file says of itself, as XMP and as the older dictionary.</summary>
internal static class Metadata
{
    public const string Producer = "Charity";

    /// <param name="accessible">The file keeps the rules of PDF/UA-1 and may say so.</param>
    public static string Xmp(Document document, bool accessible)
    {
        var date = document.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var language = Text(document.Language);
        // The mark in the first line is how programs find metadata in a file that they cannot read.
        return $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Text(document.Title)}</rdf:li><rdf:li xml:lang="{language}">{Text(document.Title)}</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>{Text(document.Author)}</rdf:li></rdf:Seq></dc:creator>
            <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{Text(document.Subject)}</rdf:li></rdf:Alt></dc:description>
            <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
            <xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
            <pdf:Producer>{Producer}</pdf:Producer>{(accessible ? "\n<pdfuaid:part>1</pdfuaid:part>" : "")}
            </rdf:Description>
            </rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>
            """.ReplaceLineEndings("\n");
    }

    public static void WriteInfo(PdfFile file, int number, Document document)
    {
        file.Begin(number);
        file.Out.Write("<</Title"u8);
        file.Out.TextString(document.Title);
        file.Out.Write("/Author"u8);
        file.Out.TextString(document.Author);
        if (document.Subject.Length > 0)
        {
            file.Out.Write("/Subject"u8);
            file.Out.TextString(document.Subject);
        }

        file.Out.Write("/Producer"u8);
        file.Out.AsciiString(Producer);
        file.Out.Write("/CreationDate"u8);
        file.Out.AsciiString(PdfSyntax.Date(document.CreatedAt));
        file.Out.Write("/ModDate"u8);
        file.Out.AsciiString(PdfSyntax.Date(document.CreatedAt));
        file.Out.Write(">>"u8);
        file.End();
    }

    /// <summary>Text that XML can hold: control characters and halves of pairs cannot stand in it at all.</summary>
    private static string Text(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value is < 0x20 or 0xFFFE or 0xFFFF ? " " : rune.ToString());
        }

        return SecurityElement.Escape(clean.ToString());
    }
}
