using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Charity.Sandbox.Stripe.Pages;

/// <summary>
/// A piece of a page. Written as <c>Html.Of($"…{value}…")</c>: each value is encoded, unless it is a piece itself.
/// </summary>
internal sealed class Html(string markup)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    internal static Html Nothing { get; } = new("");

    internal static Html Of(FormattableString template) => new(string.Format(
        CultureInfo.InvariantCulture, template.Format, [.. template.GetArguments().Select(Encode)]));

    internal static Html Join(IEnumerable<Html> pieces) => new(pieces.Aggregate(new StringBuilder(), (all, one) => all.Append(one)).ToString());

    internal static Html When(bool condition, Func<Html> piece) => condition ? piece() : Nothing;

    public override string ToString() => markup;

    private static object Encode(object? value) => value switch
    {
        null => "",
        Html html => html.ToString(),
        IEnumerable<Html> many => Join(many).ToString(),
        IFormattable formattable => Encoder.Encode(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Encoder.Encode(value.ToString() ?? ""),
    };
}
