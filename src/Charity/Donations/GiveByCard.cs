using Charity.Data;
using Charity.Donations.Attacks;
using Charity.Payments;

namespace Charity.Donations;

/// <param name="Start">How the form was taken.</param>
/// <param name="Checkout">How the way to the payment page ended; null when the form was refused or clashed.</param>
/// <param name="Held">Set when the gift waits for its donor to follow a link in a mail: there is no payment page before.</param>
/// <param name="ThanksToken">Address of the gift's thanks page; null when refused.</param>
public sealed record GiveOutcome(StartOutcome Start, CheckoutOutcome? Checkout, string? ThanksToken, HeldGift? Held = null);

/// <summary>What is known of who sent a form, beyond what was typed.</summary>
/// <param name="EarlierGift">A gift whose secret page the browser has opened: in attack mode, a paid one under the same mail address lets this one pass.</param>
/// <param name="Network">The network it came from, wider than an address; null where there is none, as in a program's own run. Never stored.</param>
public sealed record Sender(Guid? EarlierGift = null, string? Network = null)
{
    public static readonly Sender Unknown = new();
}

/// <summary>
/// A donor gives by card: our own row first, then the provider's payment page. Posting the same form again, at any time
/// and as often as one likes, leads to the same gift and charges at most once.
/// </summary>
public sealed class GiveByCard(UseCases useCases, OpenCheckout checkout, GiftTokens tokens, AskToConfirm confirm)
{
    public Task<GiveOutcome> RunAsync(GiftForm form, CancellationToken cancel) => RunAsync(form, Sender.Unknown, cancel);

    public async Task<GiveOutcome> RunAsync(GiftForm form, Sender sender, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sender);
        var start = await useCases.RunAsync<StartDonation, StartOutcome>(s => s.RunAsync(form, sender.EarlierGift, cancel), cancel);
        if (start.DonationId is not { } id)
        {
            return new GiveOutcome(start, null, null);
        }

        var token = await tokens.ThanksAsync(id, cancel);
        if (start.Result == StartResult.AlreadySubmitted)
        {
            return new GiveOutcome(start, null, token);
        }

        if (await confirm.RunAsync(id, sender.Network, cancel) is { } held)
        {
            return new GiveOutcome(start, null, token, held);
        }

        using var budget = GatewayBudget.ForAPerson();
        return new GiveOutcome(start, await checkout.RunAsync(id, cancel), token);
    }
}
