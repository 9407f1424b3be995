using System.Globalization;
using Charity.Campaigns;
using Charity.Data;
using Charity.Donations.Attacks;

namespace Charity.Donations;

/// <summary>How a form was taken.</summary>
public enum StartResult
{
    /// <summary>The gift is stored.</summary>
    Stored,

    /// <summary>The same form came before: a double click, or back and again. It is the same gift.</summary>
    Repeated,

    /// <summary>Another form was sent under this attempt: nothing was stored; show the gift that stands.</summary>
    AlreadySubmitted,

    /// <summary>Nothing was stored; see the faults.</summary>
    Refused,
}

/// <param name="DonationId">The gift, unless refused.</param>
public sealed record StartOutcome(StartResult Result, Guid? DonationId, IReadOnlyList<GiftFault> Faults)
{
    internal static StartOutcome Of(Draft draft) => draft switch
    {
        { Gift: null } => new(StartResult.Refused, null, draft.Faults),
        { Repeated: false } => new(StartResult.Stored, draft.Gift.Id, []),
        { SameInput: true } => new(StartResult.Repeated, draft.Gift.Id, []),
        _ => new(StartResult.AlreadySubmitted, draft.Gift.Id, []),
    };
}

/// <summary>
/// Stores a gift by card before any money moves. <see cref="GiveByCard"/> runs it and then asks the provider for the
/// payment page.
/// </summary>
internal sealed class StartDonation(CharityDb db, DraftGift drafts, HoldGift holds)
{
    /// <param name="earlierGift">See <see cref="Sender.EarlierGift"/>.</param>
    public async Task<StartOutcome> RunAsync(GiftForm form, Guid? earlierGift, CancellationToken cancel)
    {
        var draft = await drafts.RunAsync(form, GiftMeans.Card, null, cancel);
        if (draft is { Gift: { } gift, Repeated: false })
        {
            if (await holds.MissedMinimumAsync(form.Amount, cancel) is { } minimum)
            {
                return StartOutcome.Of(new Draft(null, [new GiftFault(GiftProblem.AmountTooSmall, minimum.Minor.ToString(CultureInfo.InvariantCulture))]));
            }

            await holds.AddAsync(gift, earlierGift, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return StartOutcome.Of(draft);
    }
}
