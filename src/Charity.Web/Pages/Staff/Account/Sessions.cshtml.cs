using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Where the signed-in user is signed in; ends one session or all of them.</summary>
[Authorize(Policy = StaffSignIn.SecondFactorPolicy)]
public sealed class SessionsModel(CharityDb db, UseCases useCases, StaffSignInManager signIn) : StaffPage
{
    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];

    public Guid? Present { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (me, since) = (MyId, SessionClock.Of(HttpContext).AddHours(-StaffSignIn.LongestHours));
        Present = StaffSignInManager.SessionOf(User);
        Sessions = await db.StaffSessions.AsNoTracking()
            .Where(s => s.UserId == me && s.EndedAt == null && s.CreatedAt > since).OrderByDescending(s => s.LastSeenAt).ToListAsync(cancel);
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancel)
    {
        await useCases.RunAsync<StaffSessions, bool>(sessions => sessions.EndAsync(id, MyId, Me, SessionClock.Of(HttpContext), cancel), cancel);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndAllAsync(CancellationToken cancel)
    {
        await useCases.RunAsync<StaffSessions, int>(sessions => sessions.EndAllAsync(MyId, Me, SessionClock.Of(HttpContext), cancel), cancel);
        await signIn.SignOutAsync();
        return RedirectToPage("SignIn");
    }
}
