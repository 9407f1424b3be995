namespace Charity.Accounting;

/// <summary>Codes of the accounts that bookings name. Bank accounts take 1000 to 1099, expenses 5100 to 5199.</summary>
public static class AccountCodes
{
    public const string StripeBalance = "1100";
    public const string PayoutsInTransit = "1150";
    public const string DisputedAmounts = "1170";
    public const string StripeReserves = "1180";
    public const string UndepositedCash = "1200";
    public const string Advances = "1300";
    public const string InKindStock = "1350";
    public const string GrantsReceivable = "1400";
    public const string ExchangeClearing = "1900";
    public const string Payables = "2100";
    public const string UnidentifiedReceipts = "2200";
    public const string RefundsOwed = "2300";
    public const string DeferredGrants = "2400";
    public const string OpeningFundBalances = "3000";
    public const string FundTransfers = "3900";
    public const string EntityTransfers = "3950";
    public const string DonationIncome = "4000";
    public const string DonationsRefunded = "4800";
    public const string DonationsLostToDisputes = "4850";
    public const string ProcessingFees = "5000";
    public const string DisputeFees = "5010";
    public const string ExchangeDifferences = "5020";
    public const string BankCharges = "5030";

    private const int FirstBank = 1000;
    private const int LastBank = 1099;

    /// <summary>How many bank accounts a legal entity may have.</summary>
    public const int MaxBankAccounts = LastBank - FirstBank + 1;

    /// <summary>The code of an entity's bank account by its place in the order of opening, from 0 to 99.</summary>
    public static string BankAccount(int index) =>
        index is >= 0 and < MaxBankAccounts
            ? (FirstBank + index).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : throw new ArgumentOutOfRangeException(nameof(index), index, "An entity has at most 100 bank accounts.");

    public static bool IsBankAccount(string code) => ChartOfAccounts.IsBetween(code, "1000", "1099");

    /// <summary>What a person may book an expense to: bank charges and the lines from 5100 to 5199. Fees are booked by their transactions.</summary>
    public static bool IsExpense(string code) => code == BankCharges || ChartOfAccounts.IsBetween(code, "5100", "5199");
}
