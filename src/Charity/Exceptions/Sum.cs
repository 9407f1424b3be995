using Charity.Accounting;

namespace Charity.Exceptions;

/// <summary>How a finding names a sum to the person who must act on it: "EUR 300.00".</summary>
public static class Sum
{
    /// <summary>The same for a text that is read later: an amount, which each language writes in its own way.</summary>
    public static object Value(long minor, string currency) => Currency.TryOf(currency, out var known) ? new Money(minor, known) : Of(minor, currency);

    /// <param name="minor">Minor units.</param>
    /// <param name="currency">ISO 4217; of a code that we do not know, the minor units are named as such.</param>
    public static string Of(long minor, string currency) => Currency.TryOf(currency, out var known)
        ? new Money(minor, known).ToString()
        : FormattableString.Invariant($"{currency} {minor} (minor units)");
}
