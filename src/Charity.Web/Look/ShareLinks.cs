namespace Charity.Web.Look;

/// <summary>
/// Addresses that hand a page of ours to a messenger or network. They are plain links: nothing is loaded from anyone
/// until a person follows one.
/// </summary>
/// <param name="Url">Full address of the page.</param>
/// <param name="Text">What stands beside it.</param>
public sealed record ShareLinks(string Url, string Text)
{
    private string EncodedUrl => Uri.EscapeDataString(Url);

    private string EncodedText => Uri.EscapeDataString(Text);

    private string Both => Uri.EscapeDataString($"{Text} {Url}");

    public string Telegram => $"https://t.me/share/url?url={EncodedUrl}&text={EncodedText}";

    public string Viber => $"viber://forward?text={Both}";

    public string WhatsApp => $"https://wa.me/?text={Both}";

    public string Facebook => $"https://www.facebook.com/sharer/sharer.php?u={EncodedUrl}";

    public string Mail => $"mailto:?subject={EncodedText}&body={EncodedUrl}";
}
