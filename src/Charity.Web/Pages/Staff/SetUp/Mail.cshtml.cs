using System.Security.Claims;
using Charity.Data;
using Charity.Data.Work;
using Charity.Notifications;
using Charity.SetUp;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>A test mail to whoever is signed in, what the server said to it, and what makes receivers trust our mails.</summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class MailModel(UseCases useCases, IWorkClock clock, IOptions<MailOptions> options) : SetUpPage(useCases)
{
    private const string LookAgain = "3";

    public string MyAddress => User.FindFirstValue(ClaimTypes.Email) ?? User.Identity?.Name ?? "";

    public string Domain => options.Value.FromAddress[(options.Value.FromAddress.LastIndexOf('@') + 1)..];

    public string Host => options.Value.Host.Length > 0 ? options.Value.Host : "–";

    /// <summary>Where the public key of our own signature stands; null where the mail server signs.</summary>
    public string? Dkim => options.Value.DkimDomain.Length > 0 ? $"{options.Value.DkimSelector}._domainkey.{options.Value.DkimDomain}" : null;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = await UseCases.RunAsync<ReadMailProof, ReadMailProof.Outcome>(read => read.RunAsync(cancel), cancel);
        Report = found.Report;
        if (found.Waiting)
        {
            Response.Headers["Refresh"] = LookAgain;
        }
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancel)
    {
        if (!MayManage)
        {
            return Forbid();
        }

        await UseCases.RunAsync<SendTestMail, bool>(
            send => send.RunAsync(new(MyAddress, StaffName, HttpContext.Language().Code, Me), cancel), cancel);
        clock.Nudge();
        return RedirectToPage();
    }
}
