using System.Globalization;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Payments;
using Charity.Reconciliation;
using Charity.Testing;
using Charity.Testing.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Payments;

/// <summary>An event tells of an object that the provider no longer knows: it was deleted, or belongs to another account.</summary>
public sealed class GoneObjectTests
{
    [Fact]
    [Trait("Case", "W27")]
    public async Task Every_type_of_event_about_an_object_that_is_gone_is_a_finding_at_once_and_holds_up_no_other()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        var handled = StripeEvents.Subscribed.Select(type => (Type: type, Rule: StripeEvents.RuleOf(type)!)).Where(e => e.Rule.Kind is not null).ToList();
        Assert.True(handled.Count >= 20);
        var number = 0;
        foreach (var (type, rule) in handled)
        {
            var body = SignedEvent.Bytes(SignedEvent.Json(
                string.Create(CultureInfo.InvariantCulture, $"evt_gone_{++number}"), type, rule.ObjectType, string.Create(CultureInfo.InvariantCulture, $"{Prefix(rule)}_gone{number}")));
            var (answer, _) = await host.Services.GetRequiredService<ReceiveWebhook>().RunAsync(
                SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret), body, default);
            Assert.Equal(WebhookAnswer.Kept, answer);
        }

        await host.ArriveAsync();

        await using var db = host.Db();
        var rows = await db.Inbox.AsNoTracking().Where(e => e.EventId.StartsWith("evt_gone_")).ToListAsync();
        Assert.Equal(handled.Count, rows.Count);
        Assert.All(rows, row => Assert.Equal((WorkState.Done, null), (row.State, row.LastError)));
        Assert.All(rows, row => Assert.True(row.Attempts <= 1, $"{row.Type}: {row.Attempts} attempts"));
        var findings = await db.Exceptions.AsNoTracking().Where(e => e.Kind == ExceptionKind.ProviderObjectGone).Select(e => e.Subject).ToListAsync();
        Assert.Equal(rows.Select(row => ExceptionSubject.ProviderObject(row.ObjectId!)).Order(StringComparer.Ordinal), findings.Order(StringComparer.Ordinal));
        Assert.Equal(2500, Assert.Single(await host.TotalsAsync()).RaisedMinor);
    }

    [Fact]
    [Trait("Case", "W27")]
    public async Task So_is_a_transaction_or_a_payout_that_our_own_work_asks_for()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await using (var scope = host.Scope())
        {
            var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
            outbox.Add(new ImportTransaction(TestSettings.StripeAccount, "txn_gone", "round"));
            outbox.Add(new ImportPayout(TestSettings.StripeAccount, "po_gone", "round"));
            await scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>().SaveChangesAsync();
        }

        await host.DrainAsync();

        await using var after = host.Db();
        Assert.All(await after.Outbox.AsNoTracking().ToListAsync(), row => Assert.Equal(WorkState.Done, row.State));
        Assert.Contains("ProviderObjectGone object:txn_gone", await host.FindingsAsync());
        Assert.Contains("ProviderObjectGone object:po_gone", await host.FindingsAsync());
    }

    private static string Prefix(StripeEventRule rule) => rule.ObjectType switch
    {
        "checkout.session" => "cs_test",
        "payment_intent" => "pi",
        "charge" => "ch",
        "refund" => "re",
        "dispute" => "dp",
        "payout" => "po",
        "radar.early_fraud_warning" => "issfr",
        var other => throw new InvalidOperationException(other),
    };
}
