using Charity.Data.Work;

namespace Charity.Ledger;

/// <summary>The nightly check found a campaign's stored total to differ from its gifts: count it anew. Handled by Donations.</summary>
/// <param name="Round">The night of the check: what differs on another night is counted again.</param>
public sealed record CampaignTotalDiffers(Guid CampaignId, string Round) : IMessage
{
    public static string Kind => "campaign.recount-total.v1";

    string IMessage.Subject => CampaignId.ToString("N");

    string IMessage.Discriminator => Round;
}
