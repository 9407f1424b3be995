using System.Text.Json;
using Charity.Accounting;

namespace Charity.Campaigns;

/// <summary>The amounts that the give form offers, per currency, from GiftPresets.json (minor units).</summary>
public sealed class GiftPresets
{
    private readonly Dictionary<string, IReadOnlyList<Money>> _presets;

    public GiftPresets()
    {
        using var stream = typeof(GiftPresets).Assembly.GetManifestResourceStream("Charity.Campaigns.GiftPresets.json")
            ?? throw new InvalidOperationException("GiftPresets.json is not embedded.");
        var minor = JsonSerializer.Deserialize<Dictionary<string, long[]>>(stream)
            ?? throw new InvalidOperationException("GiftPresets.json is empty.");
        _presets = minor.ToDictionary(
            p => p.Key,
            p => (IReadOnlyList<Money>)[.. p.Value.Select(m => new Money(m, Currency.Of(p.Key)))],
            StringComparer.Ordinal);
    }

    /// <summary>Ascending; empty for a currency without presets: the form then asks for an amount of one's own.</summary>
    public IReadOnlyList<Money> For(Currency currency) => _presets.GetValueOrDefault(currency.Code, []);
}
