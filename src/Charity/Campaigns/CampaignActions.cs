using Charity.Campaigns.Drafts;
using Charity.Data.Audit;

namespace Charity.Campaigns;

/// <summary>What the audit calls the things done to campaigns, and how it tells what changed.</summary>
internal static class CampaignActions
{
    public const string Subject = "campaign";
    public const string FundSubject = "fund";
    public const string ProgrammeSubject = "programme";

    public const string Create = "campaign.create";
    public const string Edit = "campaign.edit";
    public const string Revise = "campaign.revise";
    public const string ChangeState = "campaign.state";
    public const string Rename = "campaign.rename";
    public const string Draft = "campaign.draft";
    public const string Discard = "campaign.discard";
    public const string Publish = "campaign.publish";
    public const string PublishRefused = "campaign.publish-refused";
    public const string Schedule = "campaign.schedule";
    public const string Unschedule = "campaign.unschedule";
    public const string Restore = "campaign.restore";
    public const string StillRight = "campaign.still-right";
    public const string AddFund = "fund.add";
    public const string EditFund = "fund.edit";
    public const string AddProgramme = "programme.add";
    public const string EditProgramme = "programme.edit";

    /// <summary>Characters of a text in the audit; the editions hold all of it.</summary>
    private const int MaxText = 300;

    /// <summary>A command that sets up an installation, when it names nobody.</summary>
    public static Actor SetUp { get; } = Actor.Program("campaigns");

    /// <summary>
    /// Stories may tell of a person, and the audit is not where they are kept: it says that and which changed, and the
    /// editions hold the words.
    /// </summary>
    private static readonly string[] Untold = ["story.", "without."];

    /// <summary>The fields that differ, before and after.</summary>
    public static (IReadOnlyDictionary<string, string> Before, IReadOnlyDictionary<string, string> After) Changes(CampaignDocument before, CampaignDocument after)
    {
        var (was, now) = (CampaignFields.Flatten(before), CampaignFields.Flatten(after));
        var keys = was.Keys.Where(key => was[key] != now[key]).ToList();
        return (keys.ToDictionary(key => key, key => Told(key, was[key]), StringComparer.Ordinal), keys.ToDictionary(key => key, key => Told(key, now[key]), StringComparer.Ordinal));
    }

    private static string Told(string key, string text)
        => Array.Exists(Untold, key.StartsWith)
            ? text.Length == 0 ? "" : FormattableString.Invariant($"{text.Length} letters, {CampaignFields.Fingerprint(text)}")
            : Cut(text);

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";
}
