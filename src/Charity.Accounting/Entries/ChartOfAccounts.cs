using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Charity.Accounting;

/// <summary>A block of codes that a charity fills itself: every code in it, named or not, is an account of this kind.</summary>
public sealed record AccountRange(string First, string Last, AccountKind Kind, string Name);

/// <summary>
/// The accounts of a legal entity, as data: those that bookings name, and ranges that the charity fills with its bank
/// accounts and expense lines. Immutable; <see cref="With"/> returns a longer chart.
/// </summary>
public sealed class ChartOfAccounts
{
    private readonly FrozenDictionary<string, Account> _byCode;
    private readonly AccountRange[] _ranges;

    private ChartOfAccounts(IEnumerable<Account> accounts, AccountRange[] ranges)
    {
        _byCode = accounts.ToFrozenDictionary(a => a.Code, StringComparer.Ordinal);
        _ranges = ranges;
        Accounts = [.. _byCode.Values.OrderBy(a => a.Code, StringComparer.Ordinal)];
    }

    /// <summary>The chart that every entity starts with. The named accounts are fixed, since bookings use them.</summary>
    public static ChartOfAccounts Default { get; } = new(
        [
            new(AccountCodes.StripeBalance, AccountKind.Asset, "Stripe balance"),
            new(AccountCodes.PayoutsInTransit, AccountKind.Asset, "Payouts in transit"),
            new(AccountCodes.DisputedAmounts, AccountKind.Asset, "Disputed amounts receivable"),
            new(AccountCodes.StripeReserves, AccountKind.Asset, "Stripe reserves"),
            new(AccountCodes.UndepositedCash, AccountKind.Asset, "Undeposited cash and cheques"),
            new(AccountCodes.Advances, AccountKind.Asset, "Advances"),
            new(AccountCodes.InKindStock, AccountKind.Asset, "In-kind stock"),
            new(AccountCodes.GrantsReceivable, AccountKind.Asset, "Grants receivable"),
            new(AccountCodes.ExchangeClearing, AccountKind.Asset, "Exchange clearing"),
            new(AccountCodes.Payables, AccountKind.Liability, "Payables"),
            new(AccountCodes.UnidentifiedReceipts, AccountKind.Liability, "Unidentified receipts"),
            new(AccountCodes.RefundsOwed, AccountKind.Liability, "Refunds owed"),
            new(AccountCodes.DeferredGrants, AccountKind.Liability, "Deferred grants"),
            new(AccountCodes.OpeningFundBalances, AccountKind.Equity, "Opening fund balances"),
            new(AccountCodes.FundTransfers, AccountKind.Equity, "Transfers between funds"),
            new(AccountCodes.EntityTransfers, AccountKind.Equity, "Transfers between entities"),
            new(AccountCodes.DonationIncome, AccountKind.Income, "Donation income"),
            new(AccountCodes.DonationsRefunded, AccountKind.Income, "Donations refunded"),
            new(AccountCodes.DonationsLostToDisputes, AccountKind.Income, "Donations lost to disputes"),
            new(AccountCodes.ProcessingFees, AccountKind.Expense, "Processing fees"),
            new(AccountCodes.DisputeFees, AccountKind.Expense, "Dispute fees"),
            new(AccountCodes.ExchangeDifferences, AccountKind.Expense, "Exchange differences"),
            new(AccountCodes.BankCharges, AccountKind.Expense, "Bank charges"),
        ],
        [
            new("1000", "1099", AccountKind.Asset, "Bank accounts"),
            new("4001", "4799", AccountKind.Income, "Other income"),
            new("5100", "5199", AccountKind.Expense, "Expenses"),
        ]);

    /// <summary>The named accounts by code.</summary>
    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>The blocks of codes that a charity fills.</summary>
    public IReadOnlyList<AccountRange> Ranges => _ranges;

    /// <summary>This chart with one more named account, whose code lies in one of the ranges and is of its kind.</summary>
    /// <exception cref="ArgumentException">The code is taken, outside every range, or of another kind.</exception>
    public ChartOfAccounts With(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (_byCode.ContainsKey(account.Code))
        {
            throw new ArgumentException($"Account {account.Code} is already in the chart.", nameof(account));
        }

        if (RangeOf(account.Code) is not { } range || range.Kind != account.Kind)
        {
            throw new ArgumentException($"The chart has no place for {account.Code} as {account.Kind}.", nameof(account));
        }

        return new ChartOfAccounts(_byCode.Values.Append(account), _ranges);
    }

    /// <summary>The account with this code; a code of a range that no one has named yet bears the range's name.</summary>
    public bool TryFind(string code, [NotNullWhen(true)] out Account? account)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (!_byCode.TryGetValue(code, out account) && RangeOf(code) is { } range)
        {
            account = new Account(code, range.Kind, range.Name);
        }

        return account is not null;
    }

    /// <summary>The kind of the account with this code.</summary>
    /// <exception cref="InvalidEntryException">The chart has no such account.</exception>
    public AccountKind KindOf(string code)
    {
        if (_byCode.TryGetValue(code, out var account))
        {
            return account.Kind;
        }

        return RangeOf(code)?.Kind ?? throw new InvalidEntryException($"The chart has no account '{code}'.");
    }

    internal static bool IsBetween(string code, string first, string last)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Length == first.Length
            && !code.AsSpan().ContainsAnyExceptInRange('0', '9')
            && string.CompareOrdinal(code, first) >= 0
            && string.CompareOrdinal(code, last) <= 0;
    }

    private AccountRange? RangeOf(string code)
    {
        foreach (var range in _ranges)
        {
            if (IsBetween(code, range.First, range.Last))
            {
                return range;
            }
        }

        return null;
    }
}
