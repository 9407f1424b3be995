using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Health;

/// <summary>For donors: does giving work now, are cards or receipts late. Never an error page, whatever is down.</summary>
[AllowAnonymous]
[PublicCached]
public sealed class HealthModel(PublicHealth health) : PageModel
{
    public PublicState Now { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Now = await health.GetAsync(cancel);
}
