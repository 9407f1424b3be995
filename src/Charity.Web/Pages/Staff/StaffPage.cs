using System.Security.Claims;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Staff;

/// <summary>What all staff pages share: the user's own language, and that no search engine ever lists them.</summary>
public abstract class StaffPage : PageModel
{
    // Otherwise its name makes it a handler for requests of a method "PAGE".
    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Language.TryOf(User.FindFirstValue(StaffClaims.Language), out var language))
        {
            HttpContext.SetLanguage(language);
        }

        var head = HttpContext.RequestServices.GetRequiredService<PageHead>();
        head.MayBeFound = false;
        head.HasLanguages = false;
        base.OnPageHandlerExecuting(context);
    }

    /// <summary>The name by which the audit and staff notes know the user.</summary>
    protected string StaffName => User.FindFirstValue(StaffClaims.DisplayName) is { Length: > 0 } name ? name : User.Identity?.Name ?? "";

    /// <summary>Who acts, for the audit.</summary>
    protected Actor Me => Actor.Staff(MyId, StaffName);

    /// <summary>The signed-in user's id.</summary>
    protected Guid MyId => Guid.Parse(User.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."));

    /// <summary>Where to go after signing in: an address of this site only.</summary>
    protected string Local(string? returnUrl) => Url.IsLocalUrl(returnUrl) && returnUrl.StartsWith("/staff", StringComparison.Ordinal) ? returnUrl : "/staff";
}
