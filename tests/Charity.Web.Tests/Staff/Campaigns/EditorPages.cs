using AngleSharp.Html.Dom;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff.Campaigns;

/// <summary>An editor at the pages of campaigns, in an organisation with one live campaign.</summary>
internal sealed class EditorPages : IAsyncDisposable
{
    private readonly StaffHost _staff;

    private EditorPages(StaffHost staff, TestOrganisation organisation, HttpClient browser) => (_staff, Organisation, Browser) = (staff, organisation, browser);

    public TestOrganisation Organisation { get; }

    public HttpClient Browser { get; }

    public CharityHost Host => _staff.Web.Inner;

    public WebHost Web => _staff.Web;

    public string Campaign => $"/staff/campaigns/{Organisation.Campaign}";

    public static async Task<EditorPages> StartAsync(
        string role = StaffRoles.Editor, string language = "en", Action<IServiceCollection>? configure = null)
    {
        var staff = await StaffHost.StartAsync(role: role, configure: configure);
        var organisation = await staff.Web.Inner.SetUpOrganisationAsync();
        await using (var db = staff.Web.Inner.Db())
        {
            await db.Users.ExecuteUpdateAsync(user => user.SetProperty(u => u.Language, language));
        }

        return new EditorPages(staff, organisation, await staff.SignedInAsync());
    }

    /// <summary>Everything that a browser sends of a form, choices of lists included.</summary>
    public static Dictionary<string, string> Filled(Page page, string form)
    {
        var data = page.FormData(form);
        foreach (var select in page.Document.QuerySelectorAll($"{form} select").OfType<IHtmlSelectElement>())
        {
            data[select.Name!] = select.Value ?? "";
        }

        return data;
    }

    public async Task<Page> WriteAsync(params (string Name, string Value)[] changes)
    {
        var page = await Browser.GoAsync(Campaign + "/edit");
        return await SendAsync(Campaign + "/edit", Filled(page, "#draft"), changes);
    }

    public async Task<Page> SendAsync(string address, Dictionary<string, string> data, params (string Name, string Value)[] changes)
    {
        foreach (var (name, value) in changes)
        {
            data[name] = value;
        }

        return await Browser.PostAsync(address, data);
    }

    /// <summary>Sends one of the forms of a page, by its selector.</summary>
    public async Task<Page> PressAsync(string address, string form, string? handler = null, params (string Name, string Value)[] changes)
    {
        var page = await Browser.GoAsync(address);
        Assert.Equal(System.Net.HttpStatusCode.OK, page.Status);
        return await SendAsync(handler is null ? address : $"{address}?handler={handler}", Filled(page, form), changes);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _staff.DisposeAsync();
    }
}
