using Charity.Data.Work;
using Charity.Payments;
using Charity.Sandbox.Stripe.Delivery;
using Charity.SetUp;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.SetUp;

public sealed class WebhookProofTests
{
    [Fact]
    public async Task The_signed_event_of_a_session_that_was_opened_and_ended_proves_the_endpoint()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        Assert.True(await host.ProveAsync());
        Assert.Equal(WebhookProofState.Waiting, (await host.ProofAsync()).State);
        await host.DeliverWebhooksAsync();
        var proof = await host.ProofAsync();
        Assert.Equal((WebhookProofState.Arrived, "Olena", StripeApi.Version), (proof.State, proof.By, proof.ApiVersion));
        Assert.True((await host.LookAsync(SetUpStep.Stripe)).IsGreen);

        // It is nobody's gift: nothing waits for a person because of it, and no money moved.
        await host.DrainAsync();
        await using var db = host.Db();
        Assert.Equal((0, 0), (await db.Exceptions.CountAsync(), await db.Donations.CountAsync()));
        Assert.Equal([WorkState.Done], await db.Inbox.Select(e => e.State).Distinct().ToListAsync());
    }

    [Fact]
    [Trait("Case", "W02")]
    public async Task A_wrong_webhook_secret_is_named_as_the_cause()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.WrongSecret });
        await host.ProveAsync();
        await host.DeliverWebhooksAsync();
        host.Clock.Advance(ReadWebhookProof.Patience + TimeSpan.FromSeconds(1));
        var proof = await host.ProofAsync();
        Assert.Equal((WebhookProofState.Late, SignatureResult.Wrong), (proof.State, proof.Refused));
        Assert.Equal(SetUpLevel.Bad, (await host.LookAsync(SetUpStep.Stripe)).Of("proof-late").Level);
    }

    [Fact]
    public async Task An_event_that_was_only_fetched_from_the_list_proves_nothing()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        await host.ProveAsync();
        await host.RunTimetableAsync();
        Assert.Equal(WebhookProofState.FetchedOnly, (await host.ProofAsync()).State);
    }

    [Fact]
    public async Task An_event_of_the_other_mode_proves_nothing()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Alter, Livemode = true });
        await host.ProveAsync();
        await host.DeliverWebhooksAsync();
        Assert.Equal(WebhookProofState.Suspect, (await host.ProofAsync()).State);
    }

    [Fact]
    public async Task A_proof_ends_with_the_settings_that_it_was_made_with()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        await host.ProveAsync();
        await host.DeliverWebhooksAsync();
        await using var db = host.Db();
        Assert.DoesNotContain(TestSettings.WebhookSecret, (await db.SetUpProofs.SingleAsync()).SettingsMark, StringComparison.Ordinal);
        // The same rows, read by a process with a new secret: what stands in the row is of the old one.
        await db.Database.ExecuteSqlAsync($"UPDATE set_up_proof SET settings_mark = 'of other settings'");
        var proof = await host.ProofAsync();
        Assert.Equal((WebhookProofState.None, true), (proof.State, proof.SettingsChanged));
    }

    [Fact]
    public async Task Two_administrators_who_press_at_once_wait_for_one_event()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        Assert.True(await host.ProveAsync());
        Assert.True(await host.ProveAsync());
        await host.DeliverWebhooksAsync();
        Assert.Equal(WebhookProofState.Arrived, (await host.ProofAsync()).State);
        await using var db = host.Db();
        Assert.Equal((1, 1), (await db.SetUpProofs.CountAsync(), await db.Inbox.CountAsync()));
    }
}
