using Charity.Data;
using Charity.Data.Audit;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Exceptions;

/// <summary>What staff write stays for good, in findings and in the audit: a card number never does.</summary>
public sealed class CardNumberTests
{
    private static readonly Actor Me = Actor.Staff(Guid.NewGuid(), "Olena");

    [Theory]
    [Trait("Case", "A16")]
    [InlineData(ExceptionSeverity.Notice)]
    [InlineData(ExceptionSeverity.Critical)]
    public async Task A_card_number_in_a_note_or_an_explanation_is_masked_wherever_it_is_kept(ExceptionSeverity severity)
    {
        await using var host = await CharityHost.StartAsync();
        Guid id;
        await using (var scope = host.Scope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
            await scope.ServiceProvider.GetRequiredService<ExceptionLog>().RaiseAsync(
                new Finding(ExceptionKind.LatePayment, severity, "donation:1", new KeptText(new TextKey("finding.paid-late"))), default);
            await db.SaveChangesAsync();
            id = (await db.Exceptions.SingleAsync()).Id;
        }

        await host.RunAsync<TendException, ExceptionOutcome>(tend => tend.NoteAsync(id, "She wrote:\n4242 4242 4242 4242", Me, default));
        await host.RunAsync<CloseException, CloseException.Outcome>(close => close.RunAsync(id, "Card 4242424242424242 was charged twice", Me, default));

        await using var after = host.Db();
        var finding = await after.Exceptions.SingleAsync();
        // What is grave is asked of a colleague first, with the same words.
        var kept = severity == ExceptionSeverity.Notice ? finding.Explanation : (await after.Approvals.SingleAsync()).Reason;
        Assert.Equal("Card ••••••••••••4242 was charged twice", kept);
        Assert.Equal("She wrote:\n•••• •••• •••• 4242", (await after.ExceptionNotes.SingleAsync()).Text);
        var audit = await after.Audit.Select(a => a.Reason + a.Detail).ToListAsync();
        Assert.NotEmpty(audit);
        Assert.All(audit, line => Assert.DoesNotMatch("4242 ?4242", line));
    }
}
