using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Pictures;

/// <summary>The library of pictures, newest first.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class IndexModel(PictureShelf shelf, SiteFacts facts) : StaffPage
{
    private static readonly string[] Sayings = ["added", "taken-down"];

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Before { get; set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true, Name = "said")]
    public string? Done { get; set; }

    public string? Said => Sayings.Contains(Done) ? Done : null;

    public IReadOnlyList<PictureRow> Pictures { get; private set; } = [];

    public Language Own { get; private set; } = Language.En;

    /// <summary>Address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Own = (await facts.GetAsync(cancel)).DefaultLanguage;
        Pictures = await shelf.FindAsync(Q, Before, cancel);
        Next = Pictures.Count == PictureShelf.PageSize
            ? "/staff/pictures" + QueryString.Create(new Dictionary<string, string?> { ["q"] = Q, ["before"] = Pictures[^1].Id.ToString() })
            : null;
    }
}
