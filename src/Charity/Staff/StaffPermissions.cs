using Charity.Campaigns;
using Charity.Languages;
using Charity.Organisation;

namespace Charity.Staff;

/// <summary>What someone may do. Pages ask for a permission, never for a role; the names are also the policies' names.</summary>
public static class StaffPermissions
{
    public const string ViewGifts = "gifts.view";

    /// <summary>Take the list of gifts away as a file, names and addresses included.</summary>
    public const string ExportGifts = "gifts.export";

    /// <summary>Correct a donor's name, address or company, and how the name is shown in public.</summary>
    public const string CorrectGifts = "gifts.correct";

    /// <summary>Write notes on gifts.</summary>
    public const string NoteGifts = "gifts.note";

    /// <summary>Have a gift compared with the payment provider at once.</summary>
    public const string ResyncGifts = "gifts.resync";

    public const string ViewBooks = "books.view";
    public const string ViewWork = "work.view";

    /// <summary>Try parked work again.</summary>
    public const string RetryWork = "work.retry";

    /// <summary>Ask that parked work be set aside, and agree when a colleague asks.</summary>
    public const string IgnoreWork = "work.ignore";

    /// <summary>Take on findings, write notes, explain and close them, and agree when a colleague asks to close a grave one.</summary>
    public const string CloseExceptions = "exceptions.close";

    /// <summary>Show and hide the messages of donors.</summary>
    public const string ModerateMessages = "messages.moderate";

    /// <summary>See campaigns, pictures and updates as staff do, drafts included.</summary>
    public const string ViewCampaigns = "campaigns.view";

    /// <summary>Write campaigns, pictures and updates; what readers see stays as it is.</summary>
    public const string EditCampaigns = "campaigns.edit";

    /// <summary>Decide what readers see: publish, schedule, correct, take down.</summary>
    public const string PublishCampaigns = CampaignPermissions.Publish;

    /// <summary>See who consented to what, by name.</summary>
    public const string ViewConsents = "consents.view";

    /// <summary>Record, correct, withdraw and erase consents.</summary>
    public const string ManageConsents = "consents.manage";

    /// <summary>Start, stop and remove background jobs by hand. To see them, <see cref="ViewWork"/> is enough.</summary>
    public const string RunJobs = "jobs.run";

    /// <summary>Send a receipt again.</summary>
    public const string ResendReceipts = "receipts.resend";

    /// <summary>See who works here, with which roles, and how each signs in.</summary>
    public const string ViewPeople = "people.view";

    /// <summary>Invite people, change their roles and shut their accounts.</summary>
    public const string ManagePeople = "people.manage";

    /// <summary>Read who did what.</summary>
    public const string ViewAudit = "people.view-audit";

    /// <summary>See what the limits count, what attack mode holds back, and what browsers report.</summary>
    public const string ViewLimits = "limits.view";

    /// <summary>Switch attack mode on and off. Whoever may do so is also woken by mail when it begins by itself.</summary>
    public const string ManageLimits = "limits.manage";

    /// <summary>See who the organisation is, and how far it is set up.</summary>
    public const string ViewOrganisation = OrganisationPermissions.View;

    /// <summary>Set the organisation up and change what it says of itself; bank details only with a second person.</summary>
    public const string ManageOrganisation = OrganisationPermissions.Manage;

    public static IReadOnlyList<string> All { get; } =
        [ViewOrganisation, ManageOrganisation, ViewLimits, ManageLimits, ViewGifts, ExportGifts, CorrectGifts, NoteGifts, ResyncGifts, ViewBooks, ViewWork, RetryWork, IgnoreWork, CloseExceptions,
            ModerateMessages, ViewCampaigns, EditCampaigns, PublishCampaigns, ViewConsents, ManageConsents, RunJobs, ResendReceipts, ViewPeople, ManagePeople, ViewAudit];
}

/// <summary>Named bundles of permissions. A person may have several.</summary>
public static class StaffRoles
{
    public const string Administrator = "Administrator";
    public const string Finance = "Finance";
    public const string Editor = "Editor";
    public const string Auditor = "Auditor";

    private static readonly Dictionary<string, IReadOnlyList<string>> Bundles = new(StringComparer.Ordinal)
    {
        [Administrator] = StaffPermissions.All,
        [Finance] =
        [
            StaffPermissions.ViewOrganisation, StaffPermissions.ViewGifts, StaffPermissions.ExportGifts, StaffPermissions.CorrectGifts, StaffPermissions.NoteGifts,
            StaffPermissions.ResyncGifts, StaffPermissions.ViewBooks, StaffPermissions.ViewWork,
            StaffPermissions.RetryWork, StaffPermissions.IgnoreWork, StaffPermissions.CloseExceptions, StaffPermissions.ResendReceipts,
            StaffPermissions.ViewLimits, StaffPermissions.ManageLimits,
        ],
        [Editor] =
        [
            StaffPermissions.ModerateMessages, StaffPermissions.ViewCampaigns, StaffPermissions.EditCampaigns, StaffPermissions.PublishCampaigns,
            StaffPermissions.ViewConsents, StaffPermissions.ManageConsents,
        ],
        [Auditor] =
        [
            StaffPermissions.ViewOrganisation,
            StaffPermissions.ViewGifts, StaffPermissions.ViewBooks, StaffPermissions.ViewWork,
            StaffPermissions.ViewPeople, StaffPermissions.ViewAudit, StaffPermissions.ViewCampaigns,
            StaffPermissions.ViewLimits,
        ],
    };

    public static IEnumerable<string> All => Bundles.Keys;

    /// <summary>The permissions of a user's roles, as <see cref="StaffUser.Roles"/> joins them; an unknown role gives none.</summary>
    public static IEnumerable<string> PermissionsOf(string roles)
        => Of(roles)
            .SelectMany(role => Bundles.GetValueOrDefault(role, []))
            .Distinct(StringComparer.Ordinal);

    /// <summary>The texts of their names.</summary>
    internal static TextKey[] Names(string roles) => [.. Of(roles).Select(role => new TextKey("staff.role." + role))];

    /// <summary>The roles themselves, as <see cref="StaffUser.Roles"/> joins them.</summary>
    public static IReadOnlyList<string> Of(string roles)
        => roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
