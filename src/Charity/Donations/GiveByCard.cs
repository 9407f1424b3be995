using Charity.Data;
using Charity.Payments;

namespace Charity.Donations;

/// <param name="Start">How the form was taken.</param>
/// <param name="Checkout">How the way to the payment page ended; null when the form was refused or clashed.</param>
/// <param name="ThanksToken">Address of the gift's thanks page; null when refused.</param>
public sealed record GiveOutcome(StartOutcome Start, CheckoutOutcome? Checkout, string? ThanksToken);

/// <summary>
/// A donor gives by card: our own row first, then the provider's payment page. Posting the same form again, at any time
/// and as often as one likes, leads to the same gift and charges at most once.
/// </summary>
public sealed class GiveByCard(UseCases useCases, OpenCheckout checkout, GiftTokens tokens)
{
    public async Task<GiveOutcome> RunAsync(GiftForm form, CancellationToken cancel)
    {
        var start = await useCases.RunAsync<StartDonation, StartOutcome>(s => s.RunAsync(form, cancel), cancel);
        if (start.DonationId is not { } id)
        {
            return new GiveOutcome(start, null, null);
        }

        var token = await tokens.ThanksAsync(id, cancel);
        if (start.Result == StartResult.AlreadySubmitted)
        {
            return new GiveOutcome(start, null, token);
        }

        using var budget = GatewayBudget.ForAPerson();
        return new GiveOutcome(start, await checkout.RunAsync(id, cancel), token);
    }
}
