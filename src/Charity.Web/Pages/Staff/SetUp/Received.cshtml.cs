using Charity.Data;
using Charity.Languages;
using Charity.SetUp;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>
/// Where the link of a test mail leads. Open to everyone, as its reader may be on another machine; only pressing the
/// button uses the link, since programs that look mails through follow every one.
/// </summary>
[AllowAnonymous]
public sealed class ReceivedModel(UseCases useCases, SiteFacts facts, TokenGuesses guesses) : StaffPage
{
    public TestMailLink Link { get; private set; }

    public bool Thanked { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancel)
        => await AnswerAsync(confirm => confirm.FindAsync(token, cancel), cancel);

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancel)
    {
        var answer = await AnswerAsync(confirm => confirm.RunAsync(token, cancel), cancel);
        Thanked = Link == TestMailLink.Open;
        return answer;
    }

    private async Task<IActionResult> AnswerAsync(Func<ConfirmTestMail, Task<TestMailLink>> ask, CancellationToken cancel)
    {
        if (guesses.TooMany(HttpContext))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var site = await facts.GetAsync(cancel);
        HttpContext.SetLanguage(Language.FromAcceptLanguage(Request.Headers.AcceptLanguage, site.DefaultLanguage));
        Link = await useCases.RunAsync(ask, cancel);
        if (Link == TestMailLink.Unknown)
        {
            await guesses.MissedAsync(HttpContext, cancel);
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (Link == TestMailLink.Used)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
        }

        return Page();
    }
}
