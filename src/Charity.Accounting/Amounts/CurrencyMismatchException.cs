namespace Charity.Accounting;

/// <summary>Two amounts of different currencies met in one sum or comparison: always a mistake in the code that did it.</summary>
public sealed class CurrencyMismatchException(Currency? left, Currency? right)
    : InvalidOperationException($"Amounts in {left?.Code ?? "no currency"} and {right?.Code ?? "no currency"} cannot be added or compared.");
