using Charity.Data;
using Charity.Exceptions;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>Everything that needs a person, newest first.</summary>
[Authorize(Policy = StaffPermissions.ViewWork)]
public sealed class ExceptionsModel(CharityDb db) : StaffPage
{
    private const int PageSize = 100;

    /// <summary>Shows the explained ones too.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Explained { get; set; }

    public IReadOnlyList<ExceptionItem> Items { get; private set; } = [];

    public bool More { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = await db.Exceptions.AsNoTracking()
            .Where(e => Explained || e.ExplainedAt == null)
            .OrderByDescending(e => e.FoundAt).Take(PageSize + 1).ToListAsync(cancel);
        More = found.Count > PageSize;
        Items = [.. found.Take(PageSize)];
    }
}
