using Charity.Data;
using Charity.Data.Work;
using Charity.GiftDesk;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>One's own exports: asks for one, shows how far it is, hands the file to whoever asked.</summary>
[Authorize(Policy = StaffPermissions.ExportGifts)]
[EnableRateLimiting(RateLimits.Export)]
[DisableRequestTimeout]
public sealed class ExportModel(CharityDb db, UseCases useCases, ReadExport reader, PageHead head) : StaffPage
{
    private const int Shown = 20;

    /// <summary>Seconds after which a page that shows a file being written asks again; browsers do so without scripts.</summary>
    private const string Again = "3";

    public sealed record Row(GiftExport Export, bool Parked);

    public GiftFilter Filter { get; private set; } = new();
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public RequestExportResult? Refused { get; private set; }

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    [ConfirmFirst]
    public async Task<IActionResult> OnPostAsync(bool forPrograms, CancellationToken cancel)
    {
        var filter = Read();
        var outcome = await useCases.RunAsync<RequestExport, RequestExportOutcome>(
            request => request.RunAsync(new(MyId, filter, HttpContext.Language(), forPrograms, Me), cancel), cancel);
        if (outcome.Result == RequestExportResult.Requested)
        {
            return LocalRedirect(GiftAddress.Export(filter));
        }

        Refused = outcome.Result;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await LoadAsync(cancel);
        return Page();
    }

    [ConfirmFirst]
    public async Task<IActionResult> OnGetFileAsync(Guid id, CancellationToken cancel)
    {
        if (await useCases.RunAsync<FetchExport, ExportFile?>(fetch => fetch.RunAsync(new(id, MyId, Me), cancel), cancel) is not { } file)
        {
            return NotFound();
        }

        Response.ContentType = "text/csv; charset=utf-8";
        Response.ContentLength = file.Bytes;
        Response.Headers.ContentDisposition = FormattableString.Invariant($"attachment; filename=\"gifts-{file.CreatedAt:yyyy-MM-dd-HHmm}.csv\"");
        await foreach (var part in reader.PartsAsync(file, cancel))
        {
            await Response.Body.WriteAsync(part, cancel);
        }

        return new EmptyResult();
    }

    private GiftFilter Read() => GiftFilter.Read(name => Request.Query[name]);

    private async Task LoadAsync(CancellationToken cancel)
    {
        head.Styles.Add("css/staff-gifts.css");
        Filter = Read();
        var me = MyId;
        var exports = await db.GiftExports.AsNoTracking().Where(e => e.UserId == me).OrderByDescending(e => e.CreatedAt).Take(Shown).ToListAsync(cancel);
        var subjects = exports.Where(e => e.State == ExportState.Writing).Select(e => e.Id.ToString("N")).ToList();
        var parked = await db.Outbox.AsNoTracking()
            .Where(m => m.State == WorkState.Parked && m.Kind == WriteExport.Kind && subjects.Contains(m.Subject)).Select(m => m.Subject).ToListAsync(cancel);
        Rows = [.. exports.Select(e => new Row(e, parked.Contains(e.Id.ToString("N"))))];
        if (Rows.Any(r => r.Export.State == ExportState.Writing && !r.Parked))
        {
            Response.Headers.Append("Refresh", Again);
        }
    }
}
