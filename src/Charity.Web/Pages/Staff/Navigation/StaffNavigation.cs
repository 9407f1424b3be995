using System.Security.Claims;
using Charity.Data;
using Charity.Data.Approvals;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;

namespace Charity.Web.Pages.Staff.Navigation;

/// <summary>A link as one user sees it on one page.</summary>
/// <param name="Current"><c>page</c> on its own address, <c>true</c> on one beneath it, else null: the value of <c>aria-current</c>.</param>
public sealed record ShownLink(StaffGroup Group, string Name, string Path, char? Key, int Count, string? Current);

/// <summary>The navigation for the user and page of this request.</summary>
public sealed class StaffNavigation(CharityDb db, LanguageTexts texts, IEnumerable<IStaffTool> tools, ApprovalMap approvals, TimeProvider time)
{
    /// <summary>The links that this user may open, by group, in the order of <see cref="StaffLinks"/>; an edition's own tools come last.</summary>
    public async Task<IReadOnlyList<IGrouping<StaffGroup, ShownLink>>> ForAsync(ClaimsPrincipal user, PathString page, CancellationToken cancel)
    {
        var links = For(user).ToList();
        var nearest = links.Where(link => IsAt(page, link.Path)).MaxBy(link => link.Path.Length);
        var id = Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var me) ? me.ToString("N") : "";
        var reader = new StaffReader(db, id, user.May, approvals, time.GetUtcNow().UtcDateTime);
        var shown = new List<ShownLink>(links.Count);
        foreach (var link in links)
        {
            var count = link.Count is { } counting ? await counting(reader, cancel) : 0;
            var current = link != nearest ? null : page == link.Path ? "page" : "true";
            shown.Add(new ShownLink(link.Group, texts[link.Name], link.Path, link.Key, count, current));
        }

        return [.. shown.GroupBy(link => link.Group).OrderBy(group => group.Key)];
    }

    /// <summary>The links that this user may open.</summary>
    public IEnumerable<StaffLink> For(ClaimsPrincipal user)
        => StaffLinks.All.Concat(tools.Select(tool => new StaffLink(StaffGroup.System, tool.NameKey, tool.Path.Value!, tool.Permission)))
            .Where(link => link.Permission is null || user.May(link.Permission));

    /// <summary>Today is the home of all and has only its own address.</summary>
    private static bool IsAt(PathString page, string link)
        => link == "/staff" ? page == link : page.StartsWithSegments(link, StringComparison.OrdinalIgnoreCase);
}
