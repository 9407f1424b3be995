using Charity.Data;
using Charity.Data.Limits;
using Charity.Donors;
using Microsoft.Extensions.Options;

namespace Charity.Donations.Attacks;

/// <summary>
/// Sends the mail of a held gift, as far as the limits on such mails allow: nobody is to be flooded through us, and nobody
/// is to use up what others need. What all networks, and all gifts to a campaign, may have in an hour is counted once; but
/// who has had such a mail within a day may only draw on a part of it, and the rest is kept for networks that come for
/// the first time, as donors do.
/// </summary>
public sealed class AskToConfirm(UseCases useCases, SharedLimits limits, LimitKeys keys, IOptions<AttackOptions> options, TimeProvider time)
{
    private const string PerEmail = "confirm.email";
    private const string PerNetwork = "confirm.network";
    private const string PerCampaign = "confirm.campaign";
    private const string Together = "confirm.all";

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

        var answer = await limits.TakeAsync(await TriesAsync(email, network, campaign, cancel), cancel);
        if (!answer.Allowed)
        {
            return held with { MailRefused = answer.RetryAfter };
        }

        await useCases.RunAsync<OrderConfirmation, bool>(order => order.RunAsync(donationId, cancel), cancel);
        return held;
    }

    private async Task<IReadOnlyList<LimitTry>> TriesAsync(string email, string? network, Guid campaign, CancellationToken cancel)
    {
        var settings = options.Value;
        var tries = new List<LimitTry>(4)
        {
            new(LimitRule.PerHour(PerEmail, settings.MailsPerEmailPerHour), keys.Of(PerEmail, EmailAddress.MailboxOf(email))),
        };
        var most = settings.MailsPerHour;
        if (network is not null)
        {
            var key = keys.Of(PerNetwork, network);
            if (await limits.HasCountedAsync(PerNetwork, key, Remembered, cancel))
            {
                most = Share(most, settings.MailsOfSeenNetworksPercent);
            }

            tries.Add(new(LimitRule.PerHour(PerNetwork, Share(settings.MailsPerHour, settings.MailsPerNetworkPercent)), key));
        }

        tries.Add(new(LimitRule.PerHour(PerCampaign, Share(most, settings.MailsPerCampaignPercent)), keys.Of(PerCampaign, campaign.ToString("N"))));
        tries.Add(new(LimitRule.PerHour(Together, most), LimitKey.All));
        return tries;
    }

    /// <summary>At least one mail, however small the whole.</summary>
    private static int Share(int whole, int percent) => Math.Max(1, whole * percent / 100);
}
