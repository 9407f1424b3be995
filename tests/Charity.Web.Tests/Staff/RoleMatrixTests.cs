using System.Net;
using Charity.Staff;
using Charity.Web.Tests.Hosting;
using Charity.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Xunit;

namespace Charity.Web.Tests.Staff;

/// <summary>Which role opens what, over every closed address there is. A new one must be added here by name.</summary>
public sealed class RoleMatrixTests
{
    private const string Everyone = "Administrator Finance Editor Auditor";
    private const string Editors = "Administrator Editor";
    private const string Campaigns = "Administrator Editor Auditor";
    private const string Books = "Administrator Finance Auditor";

    /// <summary>Route, who may read it, and who may send each form of it.</summary>
    private static readonly Dictionary<string, (string Reads, Dictionary<string, string> Sends)> Matrix = new(StringComparer.Ordinal)
    {
        ["staff"] = (Everyone, []),
        ["staff/go"] = (Everyone, []),
        ["staff/authenticator"] = (Everyone, new() { [""] = Everyone, ["PasskeyQuestion"] = Everyone, ["Passkey"] = Everyone }),
        ["staff/account"] = (Everyone, new()
        {
            ["PasskeyQuestion"] = Everyone, ["Passkey"] = Everyone, ["Rename"] = Everyone, ["Remove"] = Everyone, ["RemoveApp"] = Everyone, ["Codes"] = Everyone,
            ["Language"] = Everyone,
        }),
        ["staff/account/password"] = (Everyone, new() { [""] = Everyone }),
        ["staff/denied"] = (Everyone, []),
        ["staff/sign-out"] = (Everyone, new() { [""] = Everyone }),
        ["staff/gifts"] = (Books, new() { ["Save"] = Books, ["Forget"] = Books }),
        ["staff/gifts/{id:guid}"] = (Books, new()
        {
            ["Note"] = "Administrator Finance", ["Correct"] = "Administrator Finance", ["Shown"] = "Administrator Finance",
            ["Resend"] = "Administrator Finance", ["Resync"] = "Administrator Finance",
        }),
        ["staff/gifts/export"] = ("Administrator Finance", new() { [""] = "Administrator Finance" }),
        ["staff/work"] = (Books, new() { ["Retry"] = "Administrator Finance", ["RetryAll"] = "Administrator Finance" }),
        ["staff/work/{key}"] = (Books, new() { ["Retry"] = "Administrator Finance", ["Ignore"] = "Administrator Finance" }),
        ["staff/status"] = (Books, []),
        ["staff/limits"] = (Books, new() { ["Begin"] = "Administrator Finance", ["End"] = "Administrator Finance" }),
        ["staff/messages"] = ("Administrator Editor", new() { ["Show"] = "Administrator Editor", ["Hide"] = "Administrator Editor", ["Undo"] = "Administrator Editor" }),
        ["staff/exceptions"] = (Books, new() { ["Take"] = "Administrator Finance", ["Settle"] = "Administrator Finance" }),
        ["staff/exceptions/{id:guid}"] = (Books, new()
        {
            ["Assign"] = "Administrator Finance", ["Note"] = "Administrator Finance", ["Reopen"] = "Administrator Finance", ["Close"] = "Administrator Finance",
        }),
        // Which requests someone sees and decides hangs on each kind's own permission: ApprovalPageTests.
        ["staff/approvals"] = (Everyone, []),
        ["staff/approvals/{id:guid}"] = (Everyone, new() { ["Approve"] = Everyone, ["Refuse"] = Everyone, ["Withdraw"] = Everyone }),
        ["staff/pictures"] = (Campaigns, []),
        ["staff/pictures/choose"] = (Campaigns, []),
        ["staff/pictures/add"] = (Editors, new() { [""] = Editors }),
        ["staff/pictures/{id:guid}"] = (Campaigns, new() { [""] = Editors, ["TakeDown"] = Editors }),
        ["staff/pictures/{id:guid}/file"] = (Campaigns, []),
        ["staff/consents"] = (Editors, []),
        ["staff/consents/add"] = (Editors, new() { [""] = Editors }),
        ["staff/consents/{id:guid}"] = (Editors, new() { [""] = Editors, ["Withdraw"] = Editors, ["Erase"] = Editors }),
        ["staff/consents/{id:guid}/paper"] = (Editors, []),
        ["staff/campaigns/{id:guid}/updates"] = (Campaigns, []),
        ["staff/campaigns/{id:guid}/updates/write"] = (Campaigns, new() { [""] = Editors, ["Now"] = Editors, ["Hold"] = Editors, ["Schedule"] = Editors, ["TakeDown"] = Editors }),
        ["staff/campaigns/{id:guid}/updates/{update:guid}"] = (Campaigns, new() { [""] = Editors, ["Now"] = Editors, ["Hold"] = Editors, ["Schedule"] = Editors, ["TakeDown"] = Editors }),
        // Brought along by the Production edition.
        ["staff/jobs/{**path}"] = (Books, []),
        ["staff/confirm"] = (Everyone, new() { [""] = Everyone, ["PasskeyQuestion"] = Everyone, ["Passkey"] = Everyone }),
        ["staff/sessions"] = (Everyone, new() { ["End"] = Everyone, ["EndAll"] = Everyone }),
        ["staff/campaigns"] = (Campaigns, []),
        ["staff/campaigns/new"] = (Editors, new() { [""] = Editors, ["Suggest"] = Editors }),
        ["staff/campaigns/funds"] = (Campaigns, new() { [""] = Editors }),
        ["staff/campaigns/programmes"] = (Campaigns, new() { [""] = Editors }),
        ["staff/campaigns/{id:guid}"] = (Campaigns, new() { ["State"] = Editors, ["Rename"] = Editors, ["Unschedule"] = Editors, ["Discard"] = Editors }),
        ["staff/campaigns/{id:guid}/edit"] = (Editors, new() { [""] = Editors, ["StillRight"] = Editors, ["Autosave"] = Editors }),
        ["staff/campaigns/{id:guid}/publish"] = (Editors, new() { ["Now"] = Editors, ["Schedule"] = Editors }),
        ["staff/campaigns/{id:guid}/preview/{language}"] = (Campaigns, []),
        ["staff/campaigns/{id:guid}/phone/{language}"] = (Campaigns, []),
        ["staff/campaigns/{id:guid}/history"] = (Campaigns, new() { ["Restore"] = Editors }),
        ["staff/people"] = ("Administrator Auditor", new() { ["Again"] = "Administrator", ["Withdraw"] = "Administrator" }),
        ["staff/people/invite"] = ("Administrator", new() { [""] = "Administrator" }),
        ["staff/people/{id:guid}"] = ("Administrator", new() { ["Roles"] = "Administrator", ["Disable"] = "Administrator", ["Enable"] = "Administrator", ["SecondFactor"] = "Administrator" }),
        ["staff/set-up"] = (Books, new() { ["Again"] = Books }),
        ["staff/set-up/country"] = (Books, []),
        ["staff/set-up/languages"] = (Books, []),
        ["staff/set-up/stripe"] = (Books, new() { ["Prove"] = "Administrator" }),
        ["staff/set-up/mail"] = (Books, new() { ["Send"] = "Administrator" }),
        ["staff/set-up/address"] = (Books, new() { ["Again"] = Books }),
        ["staff/set-up/start"] = (Books, new()
        {
            ["Terms"] = "Administrator", ["Programme"] = "Administrator", ["Fund"] = "Administrator", ["Draft"] = "Administrator", ["Open"] = "Administrator",
        }),
        ["staff/organisation"] = (Books, new() { [""] = "Administrator" }),
        ["staff/organisation/new"] = ("Administrator", new() { [""] = "Administrator" }),
        ["staff/organisation/{id:guid}"] = (Books, new() { [""] = "Administrator", ["Withdraw"] = "Administrator" }),
        ["staff/organisation/bank"] = (Books, new() { [""] = "Administrator" }),
        ["staff/people/audit"] = ("Administrator Auditor", []),
    };

    [Theory]
    [InlineData(StaffRoles.Administrator)]
    [InlineData(StaffRoles.Finance)]
    [InlineData(StaffRoles.Editor)]
    [InlineData(StaffRoles.Auditor)]
    [Trait("Case", "A08")]
    public async Task A_role_opens_what_it_may_and_nothing_else(string role)
    {
        await using var host = await StaffHost.StartAsync(role: role);
        var closed = (await EndpointPolicyTests.LoadedAsync(host.Web)).Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        using var browser = await host.SignedInAsync();
        // One token serves every form of a session.
        var field = (await browser.GoAsync("/staff/sessions")).Document.QuerySelector("[name=__RequestVerificationToken]")!;
        var token = KeyValuePair.Create("__RequestVerificationToken", field.GetAttribute("value")!);
        Assert.NotEmpty(closed);
        foreach (var endpoint in closed)
        {
            var route = EndpointPolicyTests.Route(endpoint);
            Assert.True(Matrix.TryGetValue(route, out var rights), $"{route} is not in the matrix of roles.");
            var address = "/" + route.Replace("{key}", "outbox-1", StringComparison.Ordinal).Replace("{id:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{update:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{**path}", "", StringComparison.Ordinal);
            using var read = await browser.GetAsync(address);
            Assert.True(Denied(read) != rights.Reads.Contains(role, StringComparison.Ordinal), $"{role} reads {route}: {read.StatusCode}.");

            var handlers = endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerMethods
                .Where(handler => handler.HttpMethod != "Get").Select(handler => handler.Name ?? "") ?? [];
            foreach (var handler in handlers.OrderBy(_ => route == "staff/sign-out"))
            {
                Assert.True(rights.Sends.TryGetValue(handler, out var senders), $"The form '{handler}' of {route} is not in the matrix of roles.");
                if (senders == Everyone)
                {
                    continue;
                }

                using var form = new FormUrlEncodedContent([token]);
                using var sent = await browser.PostAsync($"{address}?handler={handler}", form);
                Assert.True(Denied(sent) != senders.Contains(role, StringComparison.Ordinal), $"{role} sends '{handler}' of {route}: {sent.StatusCode}.");
            }
        }
    }

    private static bool Denied(HttpResponseMessage response)
        => response.StatusCode == HttpStatusCode.Redirect
           && response.Headers.Location?.OriginalString.Contains("/staff/denied", StringComparison.Ordinal) == true;
}
