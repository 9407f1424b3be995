namespace Charity.Sandbox.Mailbox;

/// <summary>One part of a mail, or the mail itself.</summary>
/// <param name="Headers">In the order written, names as written, values unfolded but not decoded.</param>
/// <param name="MediaType">Lower case, such as <c>text/html</c>.</param>
/// <param name="Parameters">Of the content type, names in lower case.</param>
/// <param name="FileName">The name an attachment is to be saved under, or null.</param>
/// <param name="Content">Decoded bytes; empty for a multipart.</param>
internal sealed record MimePart(
    IReadOnlyList<(string Name, string Value)> Headers, string MediaType, IReadOnlyDictionary<string, string> Parameters, bool IsAttachment,
    string? FileName, string? ContentId, byte[] Content, IReadOnlyList<MimePart> Parts)
{
    /// <summary>The first header of that name, or an empty string.</summary>
    internal string Header(string name)
    {
        foreach (var (found, value) in Headers)
        {
            if (string.Equals(found, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return "";
    }

    /// <summary>All parts that hold something, in order.</summary>
    internal IEnumerable<MimePart> Leaves() => Parts.Count == 0 ? [this] : Parts.SelectMany(part => part.Leaves());

    internal string Text() => MimeText.Charset(Parameters.GetValueOrDefault("charset")).GetString(Content);
}
