using System.ComponentModel.DataAnnotations;
using Charity.Accounting;
using Charity.Data;
using Charity.Payments;

namespace Charity.Donations.Attacks;

/// <summary>
/// When gifts look like cards being tried out, and what is asked of donors then. The numbers fit a charity of any size: they
/// look at shares, since a thousand people after a broadcast pay, and a thousand stolen cards do not.
/// </summary>
public sealed class AttackOptions
{
    public const string Section = "Attack";

    /// <summary>Whether attack mode begins by itself; by hand it always can.</summary>
    public bool Automatic { get; set; } = true;

    /// <summary>Minutes that are looked at together.</summary>
    [Range(2, 60)]
    public int WindowMinutes { get; set; } = 10;

    /// <summary>Seconds after which a gift that is not paid counts as not paid: people need a moment on the payment page.</summary>
    [Range(10, 600)]
    public int RipeSeconds { get; set; } = 60;

    /// <summary>Card gifts within the window below which nothing is an attack.</summary>
    [Range(5, 100_000)]
    public int Gifts { get; set; } = 40;

    /// <summary>Fewer of them paid than this share, and the rest looks abandoned or declined.</summary>
    [Range(1, 90)]
    public int PaidPercent { get; set; } = 20;

    /// <summary>At least this share of them small; four times as many gifts count whatever their amounts.</summary>
    [Range(1, 100)]
    public int SmallPercent { get; set; } = 50;

    /// <summary>Declined payments within the window, and twice as many as were paid.</summary>
    [Range(5, 100_000)]
    public int Declines { get; set; } = 25;

    /// <summary>Card gifts under one mail address within the window, hardly one of them paid.</summary>
    [Range(3, 1000)]
    public int GiftsOfOneEmail { get; set; } = 10;

    /// <summary>Give forms refused by the limits within the window.</summary>
    [Range(20, 1_000_000)]
    public int RefusedForms { get; set; } = 200;

    /// <summary>Minutes that attack mode lasts after the last sign of an attack.</summary>
    [Range(5, 24 * 60)]
    public int LastsMinutes { get; set; } = 30;

    /// <summary>Minutes that a confirmation link works.</summary>
    [Range(10, 24 * 60)]
    public int ConfirmMinutes { get; set; } = 120;

    /// <summary>Confirmation mails to one address in an hour, so that nobody is flooded with them.</summary>
    [Range(1, 20)]
    public int MailsPerEmailPerHour { get; set; } = 3;

    /// <summary>Confirmation mails in an hour, to all together.</summary>
    [Range(10, 100_000)]
    public int MailsPerHour { get; set; } = 600;

    /// <summary>Of those, what forms of one network (<see cref="Sender.Network"/>) may use: a village behind one, but no attack from one.</summary>
    [Range(1, 100)]
    public int MailsPerNetworkPercent { get; set; } = 3;

    /// <summary>Of those, what gifts to one campaign may use, so that donors of the others are served.</summary>
    [Range(1, 100)]
    public int MailsPerCampaignPercent { get; set; } = 80;

    /// <summary>Of those, and of a campaign's, what networks together may use that have had such a mail before; the rest is kept for new ones.</summary>
    [Range(1, 100)]
    public int MailsOfSeenNetworksPercent { get; set; } = 60;

    /// <summary>Of those, and of a campaign's, what networks together may use that have had none before; the rest is kept for the others.</summary>
    [Range(1, 100)]
    public int MailsOfNewNetworksPercent { get; set; } = 80;

    /// <summary>Card gifts in an hour under one mail address that has proven itself.</summary>
    [Range(1, 1000)]
    public int GiftsOfKnownPerHour { get; set; } = 3;

    /// <summary>
    /// The smallest gift by card while attack mode is on, by currency, in minor units; gifts below it count as small before.
    /// Currencies without a line keep what the provider asks.
    /// </summary>
    public Dictionary<string, long> Minimum { get; set; } = new(StringComparer.Ordinal)
    {
        ["EUR"] = 5_00, ["USD"] = 5_00, ["GBP"] = 5_00, ["CHF"] = 5_00, ["UAH"] = 200_00, ["MKD"] = 300_00, ["PLN"] = 20_00, ["RON"] = 25_00,
    };

    internal static IEnumerable<string> Faults(AttackOptions options) => options.Minimum
        .Where(line => !Currency.TryOf(line.Key, out var currency) || ChargeLimits.For(currency) is not { } limit || line.Value < limit.Minimum || line.Value > limit.Maximum)
        .Select(line => $"{Settings.Variable(Section, nameof(Minimum), line.Key)} must be an amount in minor units that the provider takes in a currency it knows.");

    /// <summary>Null where a currency has none of its own.</summary>
    internal Money? MinimumOf(Currency currency) => Minimum.TryGetValue(currency.Code, out var minor) ? new Money(minor, currency) : null;
}
