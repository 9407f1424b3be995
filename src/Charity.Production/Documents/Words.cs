using Charity.Documents;

namespace Charity.Production.Documents;

/// <summary>
/// Text as it is set: settled, and without a letter that our fonts cannot show. What fails is collected, so that one
/// refusal names all of it.
/// </summary>
internal sealed class Words
{
    private readonly List<string> missing = [];

    public string Of(string text)
    {
        missing.AddRange(PrintableText.Missing(text).Except(missing, StringComparer.Ordinal));
        return PrintableText.Normalise(text);
    }

    /// <exception cref="UnprintableTextException">Some text could not be set.</exception>
    public void ThrowIfMissing()
    {
        if (missing.Count > 0)
        {
            throw new UnprintableTextException(missing);
        }
    }
}
