using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Consents;

/// <summary>Writes down what a person agreed to.</summary>
[Authorize(Policy = StaffPermissions.ManageConsents)]
[EnableRateLimiting(RateLimits.Upload)]
[RequestSizeLimit(OneModel.MaxBody)]
[RequestFormLimits(MultipartBodyLengthLimit = OneModel.MaxBody)]
public sealed class AddModel(UseCases useCases, ConsentDay day) : StaffPage
{
    [BindProperty]
    public ConsentForm Form { get; set; } = new();

    [BindProperty]
    public IFormFile? Paper { get; set; }

    public IReadOnlyList<ConsentProblem> Problems { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Form.From = await day.TodayAsync(cancel);
        Form.Until = Form.From.Value.AddYears(1);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var input = await Form.ToInputAsync(null, 0, Paper, Me, cancel);
        var outcome = await useCases.RunAsync<RecordConsent, ConsentOutcome>(verb => verb.RunAsync(input, cancel), cancel);
        if (outcome.Saved)
        {
            return Redirect($"/staff/consents/{outcome.Id}?said=recorded");
        }

        Problems = outcome.Problems;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
