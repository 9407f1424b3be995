using System.Collections.Frozen;
using System.Text.Json;
using Charity.Accounting;

namespace Charity.Donations;

/// <summary>
/// What a card gift is likely to cost, per currency, for donors who wish to cover it. An estimate, and called one
/// wherever it is shown: the card is not known beforehand. From Stripe's prices for accounts in the EEA: 1.5 % and
/// 0.25 EUR for a card from the EEA, 2.5 % from the United Kingdom, 3.25 % from elsewhere, and 2 % more where the amount
/// must be converted to euro; each currency takes the card its givers most likely use.
/// </summary>
public sealed class FeeEstimates
{
    private readonly FrozenDictionary<string, FeeModel> models = Read();

    /// <summary>Null for a currency that no estimate is known for: covering the fee is not offered then.</summary>
    public FeeModel? For(Currency currency) => models.TryGetValue(currency.Code, out var model) ? model : null;

    /// <summary>What the card must be charged so that the estimate leaves <paramref name="intended"/>; the amount itself without an estimate.</summary>
    public Money GrossUp(Money intended) => For(intended.Currency)?.GrossUp(intended) ?? intended;

    private static FrozenDictionary<string, FeeModel> Read()
    {
        using var stream = typeof(FeeEstimates).Assembly.GetManifestResourceStream("Charity.Donations.FeeEstimates.json")
            ?? throw new InvalidOperationException("FeeEstimates.json is not embedded.");
        var rows = JsonSerializer.Deserialize<Dictionary<string, Row>>(stream, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException("FeeEstimates.json is empty.");
        return rows.ToFrozenDictionary(
            r => r.Key, r => new FeeModel(r.Value.PartsPerTenThousand, new Money(r.Value.FixedMinor, Currency.Of(r.Key))), StringComparer.Ordinal);
    }

    private sealed record Row(int PartsPerTenThousand, long FixedMinor);
}
