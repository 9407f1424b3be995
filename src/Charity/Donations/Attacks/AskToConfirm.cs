using Charity.Data;
using Charity.Data.Limits;
using Charity.Donors;
using Microsoft.Extensions.Options;

namespace Charity.Donations.Attacks;

/// <summary>
/// Sends the mail of a held gift, as far as the limits on such mails allow: nobody is to be flooded through us, and nobody
/// is to use up what others need. What all networks, and all gifts to a campaign, may have in an hour has one ceiling; below
/// it, networks that have had such a mail within a day and those that come for the first time are each counted by
/// themselves and may have a part of it, so that neither uses up what the other needs.
/// </summary>
public sealed class AskToConfirm(UseCases useCases, SharedLimits limits, LimitKeys keys, IOptions<AttackOptions> options, TimeProvider time)
{
    private const string PerEmail = "confirm.email";
    private const string PerNetwork = "confirm.network";
    private const string PerCampaign = "confirm.campaign";
    private const string Together = "confirm.all";

    /// <summary>Networks that have had such a mail; for a campaign and for all, by the key.</summary>
    private const string OfSeen = "confirm.seen";

    /// <summary>Networks that have had none, likewise.</summary>
    private const string OfNew = "confirm.new";

    /// <summary>Real time within which a network that has had a mail is no new one.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <param name="network">See <see cref="Sender.Network"/>.</param>
    /// <returns>Null when the gift needs no confirmation, or has it.</returns>
    public async Task<HeldGift?> RunAsync(Guid donationId, string? network, CancellationToken cancel)
    {
        if (await useCases.RunAsync<OrderConfirmation, HoldFacts?>(order => order.FindAsync(donationId, cancel), cancel) is not var (hold, email, campaign)
            || hold.ConfirmedAt is not null)
        {
            return null;
        }

        var held = new HeldGift(donationId, email, hold.ExpiresAt);
        if (!hold.IsOpen(time.GetUtcNow().UtcDateTime))
        {
            return held with { IsOver = true };
        }

        if (hold.MailedAt is not null)
        {
            return held;
        }

        var tries = await TriesAsync(email, network, campaign, cancel);
        var answer = await limits.TakeAsync(tries, cancel);
        if (!answer.Allowed)
        {
            return held with { MailRefused = answer.RetryAfter };
        }

        if (!await useCases.RunAsync<OrderConfirmation, bool>(order => order.RunAsync(donationId, cancel), cancel))
        {
            // The same form, posted at the same moment, has ordered it: one mail, one permit.
            await limits.GiveBackAsync(tries, answer.TakenAt);
        }

        return held;
    }

    private async Task<IReadOnlyList<LimitTry>> TriesAsync(string email, string? network, Guid campaign, CancellationToken cancel)
    {
        var settings = options.Value;
        var all = settings.MailsPerHour;
        var ofCampaign = campaign.ToString("N");
        var tries = new List<LimitTry>(6)
        {
            new(LimitRule.PerHour(PerEmail, settings.MailsPerEmailPerHour), keys.Of(PerEmail, EmailAddress.MailboxOf(email))),
        };
        if (network is not null)
        {
            var key = keys.Of(PerNetwork, network);
            var (part, most) = await limits.HasCountedAsync(PerNetwork, key, Remembered, cancel)
                ? (OfSeen, Share(all, settings.MailsOfSeenNetworksPercent))
                : (OfNew, Share(all, settings.MailsOfNewNetworksPercent));
            tries.Add(new(LimitRule.PerHour(PerNetwork, Share(all, settings.MailsPerNetworkPercent)), key));
            tries.Add(new(LimitRule.PerHour(part, Share(most, settings.MailsPerCampaignPercent)), keys.Of(part, ofCampaign)));
            tries.Add(new(LimitRule.PerHour(part, most), LimitKey.All));
        }

        tries.Add(new(LimitRule.PerHour(PerCampaign, Share(all, settings.MailsPerCampaignPercent)), keys.Of(PerCampaign, ofCampaign)));
        tries.Add(new(LimitRule.PerHour(Together, all), LimitKey.All));
        return tries;
    }

    /// <summary>At least one mail, however small the whole.</summary>
    private static int Share(int whole, int percent) => Math.Max(1, whole * percent / 100);
}
