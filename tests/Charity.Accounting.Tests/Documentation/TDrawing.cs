using System.Text;

namespace Charity.Accounting.Tests.Documentation;

/// <summary>Draws an entry as T-accounts in plain text, three side by side, debit left and credit right.</summary>
internal static class TDrawing
{
    private const int Half = 16;
    private const int Across = 3;
    private const string Gap = "   ";

    internal static string Draw(JournalEntry entry)
    {
        var drawing = new StringBuilder();
        foreach (var row in entry.Postings.OrderBy(p => p.Amount.IsNegative).Chunk(Across))
        {
            Line(drawing, row, p => Title(p));
            Line(drawing, row, p => p.FundId is { } fund ? $"fund {Funds.Name(fund)}" : "");
            Line(drawing, row, _ => new string('─', Half) + "┬" + new string('─', Half));
            Line(drawing, row, p => p.Amount.IsPositive
                ? Amount(p) + "│"
                : new string(' ', Half) + "│" + Amount(p));
            drawing.Append('\n');
        }

        return drawing.ToString().TrimEnd('\n') + "\n";
    }

    private static string Title(Posting posting)
    {
        Assert.True(ChartOfAccounts.Default.TryFind(posting.AccountCode, out var account));
        return $"{account.Code} {account.Name}";
    }

    private static string Amount(Posting posting) =>
        (posting.Currency == Currency.Eur ? posting.Amount.Abs().ToPlainText() : $"{posting.Currency} {posting.Amount.Abs().ToPlainText()}").PadLeft(Half - 1) + " ";

    private static void Line(StringBuilder drawing, Posting[] row, Func<Posting, string> cell)
    {
        var line = string.Join(Gap, row.Select(p => cell(p).PadRight((2 * Half) + 1))).TrimEnd();
        if (line.Length > 0)
        {
            drawing.Append(line).Append('\n');
        }
    }
}
