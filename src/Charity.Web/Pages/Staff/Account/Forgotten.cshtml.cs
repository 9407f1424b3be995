using Charity.Data;
using Charity.Data.Work;
using Charity.Staff.Passwords;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Asks for a link to a new password. Says and does the same for an address that nobody here has.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Reset)]
public sealed class ForgottenModel(UseCases useCases, IWorkClock clock, Ids ids) : StaffPage
{
    [BindProperty]
    public string? Email { get; set; }

    public bool Sent { get; private set; }

    public void OnGet()
    {
    }

    public async Task OnPostAsync(CancellationToken cancel)
    {
        var id = ids.New();
        await useCases.RunAsync<AskForPasswordReset, bool>(ask => ask.RunAsync(id, Email ?? "", cancel), cancel);
        clock.Nudge();
        Sent = true;
    }
}
