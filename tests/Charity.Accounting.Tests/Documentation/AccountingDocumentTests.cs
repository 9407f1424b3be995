using System.Text.RegularExpressions;

namespace Charity.Accounting.Tests.Documentation;

/// <summary>What the treasurer reads is what the program books.</summary>
public sealed partial class AccountingDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Root(), "docs", "accounting.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Names => [.. DocumentedBookings.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_drawn_booking_is_what_the_program_books(string name)
    {
        var drawn = Drawing().Matches(Document).SingleOrDefault(m => m.Groups["name"].Value == name);

        Assert.NotNull(drawn);
        Assert.Equal(TDrawing.Draw(DocumentedBookings.All[name]), drawn.Groups["drawing"].Value);
    }

    [Fact]
    public void No_drawing_stands_in_the_document_without_a_booking()
    {
        Assert.Equal(DocumentedBookings.All.Keys.Order(), Drawing().Matches(Document).Select(m => m.Groups["name"].Value).Order());
    }

    [Fact]
    public void Every_account_of_the_chart_stands_in_the_document()
    {
        Assert.All(ChartOfAccounts.Default.Accounts, a => Assert.Contains($"| {a.Code} | {a.Name} | {a.Kind} |", Document, StringComparison.Ordinal));
        Assert.All(ChartOfAccounts.Default.Ranges, r => Assert.Contains($"| {r.First}–{r.Last} | {r.Name} | {r.Kind} |", Document, StringComparison.Ordinal));
    }

    [GeneratedRegex("<!-- booking: (?<name>[a-z-]+) -->\n```text\n(?<drawing>.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Charity.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
