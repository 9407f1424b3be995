namespace Charity.Accounting.Tests.Entries;

public sealed class ChartOfAccountsTests
{
    private readonly ChartOfAccounts _chart = ChartOfAccounts.Default;

    [Theory]
    [InlineData("1000", AccountKind.Asset)]
    [InlineData("1099", AccountKind.Asset)]
    [InlineData(AccountCodes.StripeBalance, AccountKind.Asset)]
    [InlineData(AccountCodes.ExchangeClearing, AccountKind.Asset)]
    [InlineData(AccountCodes.UnidentifiedReceipts, AccountKind.Liability)]
    [InlineData(AccountCodes.RefundsOwed, AccountKind.Liability)]
    [InlineData(AccountCodes.OpeningFundBalances, AccountKind.Equity)]
    [InlineData(AccountCodes.FundTransfers, AccountKind.Equity)]
    [InlineData(AccountCodes.DonationIncome, AccountKind.Income)]
    [InlineData("4350", AccountKind.Income)]
    [InlineData(AccountCodes.DonationsRefunded, AccountKind.Income)]
    [InlineData(AccountCodes.ProcessingFees, AccountKind.Expense)]
    [InlineData("5100", AccountKind.Expense)]
    [InlineData("5199", AccountKind.Expense)]
    public void Every_account_that_bookings_use_has_its_kind(string code, AccountKind kind)
    {
        Assert.Equal(kind, _chart.KindOf(code));
        Assert.True(_chart.TryFind(code, out var account));
        Assert.Equal(code, account.Code);
        Assert.Equal(kind, account.Kind);
        Assert.Equal(kind is AccountKind.Income or AccountKind.Expense or AccountKind.Equity, account.CarriesFund);
    }

    [Theory]
    [InlineData("0999")]
    [InlineData("1101")]
    [InlineData("5200")]
    [InlineData("100")]
    [InlineData("10000")]
    [InlineData("10a0")]
    [InlineData("１０００")]
    [InlineData("")]
    public void A_code_outside_the_chart_is_no_account(string code)
    {
        Assert.False(_chart.TryFind(code, out _));
        Assert.Throws<InvalidEntryException>(() => _chart.KindOf(code));
    }

    [Fact]
    public void A_charity_names_its_own_bank_accounts_and_expense_lines()
    {
        var bank = new Account(AccountCodes.BankAccount(3), AccountKind.Asset, "UniCredit EUR");

        var longer = _chart.With(bank);

        Assert.True(longer.TryFind("1003", out var found));
        Assert.Equal("UniCredit EUR", found.Name);
        Assert.True(_chart.TryFind("1003", out var before));
        Assert.Equal("Bank accounts", before.Name);
        Assert.Throws<ArgumentException>(() => longer.With(bank));
    }

    [Theory]
    [InlineData("1100", AccountKind.Asset)]
    [InlineData("1500", AccountKind.Asset)]
    [InlineData("1000", AccountKind.Expense)]
    public void A_name_in_the_wrong_place_is_refused(string code, AccountKind kind)
    {
        Assert.Throws<ArgumentException>(() => _chart.With(new Account(code, kind, "x")));
    }

    [Fact]
    public void An_entity_has_at_most_a_hundred_bank_accounts()
    {
        Assert.Equal("1000", AccountCodes.BankAccount(0));
        Assert.Equal("1099", AccountCodes.BankAccount(AccountCodes.MaxBankAccounts - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AccountCodes.BankAccount(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => AccountCodes.BankAccount(-1));
    }
}
