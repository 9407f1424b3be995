using Charity.Data.Limits;
using Charity.Donations.Attacks;
using Charity.Donors;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>How many give forms may come from one address, under one mail address, for one campaign, and in all.</summary>
public sealed class GiveLimits(SharedLimits limits, LimitKeys keys, AttackWatch watch, IOptions<LimitOptions> options)
{
    private const string Email = "give.email";
    private const string Campaign = "give.campaign";
    private const string All = "give.all";

    /// <param name="email">As typed; counted only where it is an address.</param>
    public async Task<LimitAnswer> TakeAsync(HttpContext http, string? email, Guid campaign, CancellationToken cancel)
    {
        var settings = options.Value;
        var attack = (await watch.NowAsync(cancel)).IsOn;
        var tries = new List<LimitTry>(4)
        {
            new(
                LimitRule.PerMinute(AttackSigns.AddressPolicy, attack ? Math.Min(settings.GiftsPerMinuteInAttack, settings.GiftsPerMinute) : settings.GiftsPerMinute),
                keys.Of(AttackSigns.AddressPolicy, ClientAddress.Of(http))),
        };
        if (EmailAddress.TryParse(email, out var address))
        {
            tries.Add(new(LimitRule.PerHour(Email, settings.GiftsPerEmailPerHour), keys.Of(Email, EmailAddress.KeyOf(address))));
        }

        tries.Add(new(LimitRule.PerMinute(Campaign, settings.GiftsPerCampaignPerMinute), keys.Of(Campaign, campaign.ToString("N"))));
        tries.Add(new(LimitRule.PerMinute(All, settings.GiftsPerMinuteInAll), LimitKey.All));
        return await limits.TakeAsync(tries, cancel);
    }
}
