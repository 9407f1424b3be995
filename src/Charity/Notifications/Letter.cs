namespace Charity.Notifications;

/// <summary>
/// A mail by what it says, in reading order; <see cref="LetterHtml"/> and <see cref="LetterPlain"/> set it. Every text is
/// plain: what donors typed needs no care here.
/// </summary>
/// <param name="Language">Of all texts.</param>
/// <param name="Organisation">Who writes: stands at the head.</param>
/// <param name="Opening">The first sentence: what it is about, with amount and fund. Mail programs show it in their list.</param>
/// <param name="Parts">At most one <see cref="LetterAction"/> among them.</param>
/// <param name="Foot">Who we are and why this came, small.</param>
public sealed record Letter(
    Languages.Language Language, string Organisation, string Title, string Opening, IReadOnlyList<LetterPart> Parts,
    IReadOnlyList<string> Foot);

/// <summary>A piece of a letter.</summary>
public abstract record LetterPart
{
    private protected LetterPart()
    {
    }
}

/// <summary>A paragraph.</summary>
public sealed record LetterText(string Text) : LetterPart;

/// <summary>A paragraph that must not be overlooked.</summary>
public sealed record LetterNotice(string Text) : LetterPart;

/// <summary>Names with values, such as the account to pay to. <paramref name="ForCopying"/>: values are set in figures of one width.</summary>
public sealed record LetterFacts(IReadOnlyList<(string Name, string Value)> Facts, bool ForCopying = false) : LetterPart;

/// <summary>A picture of the mail's attachments, with the paragraph that leads to it. Plain text leaves both out.</summary>
/// <param name="Lead">What to do with the picture.</param>
/// <param name="ContentId">Of the attachment.</param>
/// <param name="Alternative">In words, for who does not see it.</param>
/// <param name="Width">Pixels.</param>
public sealed record LetterPicture(string Lead, string ContentId, string Alternative, int Width) : LetterPart;

/// <summary>The one thing to do: a link that stands out.</summary>
public sealed record LetterAction(string Label, Uri Address) : LetterPart;

/// <summary>A quiet sentence with an address behind it.</summary>
public sealed record LetterReference(string Text, Uri Address) : LetterPart;
