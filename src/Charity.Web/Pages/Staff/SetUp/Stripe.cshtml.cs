using Charity.Data;
using Charity.Organisation;
using Charity.Payments;
using Charity.SetUp;
using Charity.Staff;
using Charity.Web.Webhooks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>
/// Each Stripe account, asked live, and the proof that its events arrive. Keys come from the environment: this page
/// neither takes nor shows them.
/// </summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class StripeModel(
    UseCases useCases, SetUpCheck check, ProveWebhook prove, IOptions<StripeOptions> options, IOptions<SiteOptions> site) : SetUpPage(useCases)
{
    /// <summary>Seconds after which a browser without scripts looks again whether the event has come.</summary>
    private const string LookAgain = "3";

    public sealed record AccountView(string Id, WebhookProof Proof);

    public IReadOnlyList<AccountView> Accounts { get; private set; } = [];

    public string Endpoint => site.Value.Address(StripeWebhook.Path);

    public IReadOnlyList<string> Types { get; } = [.. StripeEvents.Subscribed];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Report = await check.OneAsync(SetUpStep.Stripe, cancel);
        Accounts = await Task.WhenAll(options.Value.Accounts.Select(async account => new AccountView(
            account.Id, await UseCases.RunAsync<ReadWebhookProof, WebhookProof>(read => read.RunAsync(account.Id, cancel), cancel))));
        if (Accounts.Any(account => account.Proof.State == WebhookProofState.Waiting))
        {
            Response.Headers["Refresh"] = LookAgain;
        }
    }

    public async Task<IActionResult> OnPostProveAsync(string? account, CancellationToken cancel)
    {
        if (!MayManage)
        {
            return Forbid();
        }

        if (account is null || options.Value.Find(account) is null)
        {
            return NotFound();
        }

        await prove.RunAsync(account, Me, cancel);
        // No place within the page: a browser that looks again by itself would only scroll to it.
        return Redirect(SetUpSteps.AddressOf(SetUpStep.Stripe));
    }
}
