namespace Charity.Campaigns;

/// <summary>What this room asks of the database by itself, where no page's policy stands before it.</summary>
public static class CampaignPermissions
{
    public const string Publish = "campaigns.publish";
}
