namespace Charity.Accounting;

/// <summary>One line of a journal entry.</summary>
/// <param name="AccountCode">A code of the chart of accounts.</param>
/// <param name="FundId">The fund on income, expense and equity; null on assets and liabilities.</param>
/// <param name="Amount">Debit positive, credit negative, never zero.</param>
public sealed record Posting(string AccountCode, Guid? FundId, Money Amount)
{
    public string AccountCode { get; } = AccountCode ?? throw new ArgumentNullException(nameof(AccountCode));

    public Money Amount { get; } = Amount.IsZero ? throw new InvalidEntryException("A posting of zero says nothing and is refused.") : Amount;

    public Currency Currency => Amount.Currency;
}
