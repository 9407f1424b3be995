using Charity.Campaigns;
using Charity.Data;

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
internal sealed class StartDonation(CharityDb db, DraftGift drafts)
{
    public async Task<StartOutcome> RunAsync(GiftForm form, CancellationToken cancel)
    {
        var draft = await drafts.RunAsync(form, GiftMeans.Card, null, cancel);
        await db.SaveChangesAsync(cancel);
        return StartOutcome.Of(draft);
    }
}
