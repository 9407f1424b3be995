using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Work;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Pages.Staff.Messages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Navigation;

/// <summary>The jobs that the navigation is ordered by. One without a link that the user may open is not shown.</summary>
public enum StaffGroup
{
    Today,
    Gifts,
    Reconcile,
    Expenses,
    Reports,
    Supporters,
    Campaigns,
    People,
    System,
}

/// <summary>One line of the staff navigation.</summary>
/// <param name="Group">The job that it belongs to.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its address; every address beneath it counts as inside, except where another link is nearer.</param>
/// <param name="Permission">Who sees it, one of <see cref="StaffPermissions"/>; null for everyone who is signed in.</param>
/// <param name="Key">Small Latin letter that opens it after <c>g</c>, each given once; null for none.</param>
/// <param name="Count">How much waits there, shown where it is not 0. Asked at every staff page: an indexed count only.</param>
public sealed record StaffLink(
    StaffGroup Group, TextKey Name, string Path, string? Permission = null, char? Key = null,
    Func<StaffReader, CancellationToken, Task<int>>? Count = null);

/// <summary>Whose navigation is counted, and when.</summary>
/// <param name="Id">The user's, as <see cref="Data.Audit.Actor.Id"/>.</param>
/// <param name="May">Whether the user has a permission.</param>
public sealed record StaffReader(CharityDb Db, string Id, Func<string, bool> May, ApprovalMap Approvals, DateTime Now);

/// <summary>All links of the staff navigation: a new page is one line here.</summary>
public static class StaffLinks
{
    public static IReadOnlyList<StaffLink> All { get; } =
    [
        new(StaffGroup.Today, new TextKey("staff.today"), "/staff", Key: 't'),
        new(StaffGroup.Today, new TextKey("staff.approvals"), "/staff/approvals", Key: 'o',
            Count: static (reader, cancel) => reader.Db.WaitingFor(reader.Id, reader.Approvals, reader.May, reader.Now).CountAsync(cancel)),
        new(StaffGroup.Gifts, new TextKey("staff.gifts"), "/staff/gifts", StaffPermissions.ViewGifts, 'g'),
        new(StaffGroup.Gifts, new TextKey("staff.messages"), "/staff/messages", StaffPermissions.ModerateMessages, 'm',
            static (reader, cancel) => reader.Db.WaitingMessages().CountAsync(cancel)),
        new(StaffGroup.Reconcile, new TextKey("staff.exceptions"), "/staff/exceptions", StaffPermissions.ViewWork, 'e',
            static (reader, cancel) => reader.Db.Exceptions.CountAsync(found => found.ExplainedAt == null, cancel)),
        new(StaffGroup.Campaigns, new TextKey("staff.campaigns"), "/staff/campaigns", StaffPermissions.ViewCampaigns, 'c'),
        new(StaffGroup.Campaigns, new TextKey("staff.pictures"), "/staff/pictures", StaffPermissions.ViewCampaigns, 'i'),
        new(StaffGroup.Campaigns, new TextKey("consent.title"), "/staff/consents", StaffPermissions.ViewConsents, 'n'),
        new(StaffGroup.People, new TextKey("staff.people"), "/staff/people", StaffPermissions.ViewPeople, 'p'),
        new(StaffGroup.People, new TextKey("staff.audit"), "/staff/people/audit", StaffPermissions.ViewAudit, 'a'),
        new(StaffGroup.People, new TextKey("staff.my-sign-in"), "/staff/account"),
        new(StaffGroup.System, new TextKey("setup.title"), "/staff/set-up", StaffPermissions.ViewOrganisation, 'u'),
        new(StaffGroup.System, new TextKey("organisation.title"), "/staff/organisation", StaffPermissions.ViewOrganisation),
        new(StaffGroup.System, new TextKey("staff.work"), "/staff/work", StaffPermissions.ViewWork, 'w', ParkedAsync),
        new(StaffGroup.System, new TextKey("staff.state"), "/staff/status", StaffPermissions.ViewWork, 'h'),
        new(StaffGroup.System, new TextKey("staff.limits"), "/staff/limits", StaffPermissions.ViewLimits, 'l'),
    ];

    private static async Task<int> ParkedAsync(StaffReader reader, CancellationToken cancel)
        => await reader.Db.Outbox.CountAsync(row => row.State == WorkState.Parked, cancel)
           + await reader.Db.Inbox.CountAsync(row => row.State == WorkState.Parked, cancel);
}
