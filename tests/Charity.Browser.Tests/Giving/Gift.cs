using System.Globalization;

namespace Charity.Browser.Tests.Giving;

/// <summary>What one donor of a test types. The address is new each time, so that nobody finds another one's mail.</summary>
internal sealed record Gift(string Slug, string Language)
{
    private static int made;

    /// <summary>Amount as typed.</summary>
    internal string Amount { get; init; } = "25";

    internal string Name { get; init; } = "Оксана Проба";

    internal string Email { get; } = FormattableString.Invariant($"donor{Interlocked.Increment(ref made)}@example.org");

    internal bool ByTransfer { get; init; }

    internal string FormPath => $"/{Language}/give/{Slug}";

    internal string CampaignPath => $"/{Language}/campaigns/{Slug}";

    internal static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>Hundredths of an amount as a page shows it: 1&#160;234,50&#160;€, or 1&#160;234&#160;€.</summary>
    internal static long Hundredths(string shown)
    {
        var at = shown.LastIndexOfAny([',', '.']);
        var hasCents = at >= 0 && Digits(shown[at..]).Length == 2;
        return long.Parse(Digits(shown), CultureInfo.InvariantCulture) * (hasCents ? 1 : 100);
    }
}
