namespace Charity.Payments;

/// <summary>What the provider's objects mean where they leave a choice, once for all adapters.</summary>
public static class FactRules
{
    /// <summary>ISO 4217 in upper case (Stripe writes it in lower case), or null when the text is no currency.</summary>
    public static string? Currency(string? text)
        => text is { Length: 3 } && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null;

    /// <summary>
    /// Our minor units for a whole number of Stripe's: the same in nearly all currencies, a hundredth in krónur and Uganda
    /// shillings, a hundredfold in ariary. A currency that we do not know is left as it is; nothing is booked in it.
    /// </summary>
    /// <param name="currency">ISO 4217 in upper case.</param>
    /// <exception cref="GatewayException">A fraction of a currency that has none: refused, so that a person sees it, and never rounded.</exception>
    public static long Minor(long stripeAmount, string currency)
    {
        if (!Accounting.Currency.TryOf(currency, out var known))
        {
            return stripeAmount;
        }

        try
        {
            return ChargeLimits.FromStripeAmount(stripeAmount, known).Minor;
        }
        catch (ArgumentException error)
        {
            throw new GatewayException(GatewayFault.Refused, "amount_not_whole", inner: error);
        }
    }

    /// <summary>The fact with Stripe's whole numbers as our minor units; see <see cref="Minor"/>.</summary>
    public static SessionFact InMinorUnits(SessionFact fact) => fact with { AmountTotal = Minor(fact.AmountTotal, fact.Currency) };

    /// <inheritdoc cref="InMinorUnits(SessionFact)"/>
    public static PaymentFact InMinorUnits(PaymentFact fact)
        => fact with { Amount = Minor(fact.Amount, fact.Currency), AmountReceived = Minor(fact.AmountReceived, fact.Currency) };

    /// <inheritdoc cref="InMinorUnits(SessionFact)"/>
    public static ChargeFact InMinorUnits(ChargeFact fact)
        => fact with { Amount = Minor(fact.Amount, fact.Currency), AmountRefunded = Minor(fact.AmountRefunded, fact.Currency) };

    /// <inheritdoc cref="InMinorUnits(SessionFact)"/>
    public static TransactionFact InMinorUnits(TransactionFact fact) => fact with
    {
        Amount = Minor(fact.Amount, fact.Currency),
        Fee = Minor(fact.Fee, fact.Currency),
        Net = Minor(fact.Net, fact.Currency),
    };

    /// <inheritdoc cref="InMinorUnits(SessionFact)"/>
    public static RefundFact InMinorUnits(RefundFact fact) => fact with { Amount = Minor(fact.Amount, fact.Currency) };

    /// <inheritdoc cref="InMinorUnits(SessionFact)"/>
    public static DisputeFact InMinorUnits(DisputeFact fact) => fact with { Amount = Minor(fact.Amount, fact.Currency) };

    /// <inheritdoc cref="InMinorUnits(SessionFact)"/>
    public static PayoutFact InMinorUnits(PayoutFact fact) => fact with { Amount = Minor(fact.Amount, fact.Currency) };

    /// <summary>
    /// Of a payment that failed, the word that says most: the bank's, else Stripe's code, else the kind of error.
    /// </summary>
    public static string? ErrorCode(string? declineCode, string? code, string? type) => declineCode ?? code ?? type;

    /// <summary>The charge behind a balance transaction: its source itself, or what the source names.</summary>
    /// <param name="sourceType">Stripe's name of the source's kind, when it was expanded.</param>
    /// <param name="sourceId">Id of the source.</param>
    /// <param name="sourceCharge">The charge that an expanded source names.</param>
    public static string? ChargeBehind(string? sourceType, string? sourceId, string? sourceCharge)
        => sourceType == "charge" || IsChargeId(sourceId) ? sourceId : sourceCharge;

    /// <summary>A transaction that came inside its charge or dispute, which names charge and payment where it does not.</summary>
    public static TransactionFact Within(TransactionFact transaction, string? chargeId, string? paymentIntentId)
        => transaction with { ChargeId = chargeId, PaymentIntentId = paymentIntentId };

    /// <summary>What is available and what is still pending, added up for each currency.</summary>
    /// <exception cref="OverflowException">More than any account holds.</exception>
    public static IReadOnlyDictionary<string, long> Balance(IEnumerable<(string Currency, long Amount)> parts)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (currency, amount) in parts)
        {
            sums[currency] = checked(sums.GetValueOrDefault(currency) + Minor(amount, currency));
        }

        return sums;
    }

    /// <summary><c>py_…</c> are charges of other kinds than cards.</summary>
    private static bool IsChargeId(string? id)
        => id is not null && (id.StartsWith("ch_", StringComparison.Ordinal) || id.StartsWith("py_", StringComparison.Ordinal));
}
