using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Charity.Accounting;
using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Charity.Sandbox.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Sandbox;

/// <summary>Both hosts on free ports of this machine, with the demo organisation and no history.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit ends it by IAsyncLifetime.")]
public sealed class StartedSandbox : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("charity-sandbox-").FullName;
    private DataFolder data = null!;
    private RunningSandbox sandbox = null!;
    private Task run = Task.CompletedTask;

    internal SandboxSetup Setup { get; private set; } = null!;

    internal IServiceProvider Application => sandbox.Application.Services;

    internal HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public async Task InitializeAsync()
    {
        data = DataFolder.TryOpen(folder)!;
        var arguments = new SandboxArguments(FreePort(), FreePort(), folder, 0, false, false);
        Setup = new SandboxSetup(arguments, SandboxSecrets.New(), data.Current);
        var clock = SandboxClock.Open(data.Current.Clock);
        sandbox = new RunningSandbox(Setup, data, clock);
        run = sandbox.RunAsync();
        await UntilAsync(async () => (await Client.GetAsync(Setup.AppAddress + "/en")).StatusCode == HttpStatusCode.OK);
    }

    public async Task DisposeAsync()
    {
        sandbox.Application.Lifetime.StopApplication();
        await run;
        await sandbox.DisposeAsync();
        data.Dispose();
        Client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Asks again until it is so; fails when the program has ended or nothing comes of it.</summary>
    internal async Task UntilAsync(Func<Task<bool>> so)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            try
            {
                if (await so())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (run.IsCompleted)
            {
                await run;
            }

            await Task.Delay(100);
        }

        Assert.Fail("It did not come about within a minute.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

public sealed partial class RunningSandboxTests(StartedSandbox started) : IClassFixture<StartedSandbox>
{
    [GeneratedRegex("/mailbox/[0-9A-Za-z]+-[0-9a-f]+")]
    private static partial Regex MailLink();

    [Fact]
    public async Task Every_page_of_both_sites_says_that_no_real_money_moves()
    {
        foreach (var path in (string[])[$"{started.Setup.AppAddress}/en", $"{started.Setup.AppAddress}/en/give/warm-doors", $"{started.Setup.AppAddress}/staff/sign-in"])
        {
            Assert.Contains("A sandbox: no real money moves", await started.Client.GetStringAsync(path), StringComparison.Ordinal);
        }

        foreach (var path in (string[])["/", "/mailbox", "/staff-code"])
        {
            Assert.Contains("no real money moves", await started.Client.GetStringAsync($"{started.Setup.SandboxAddress}{path}?lang=en"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_sandboxs_pages_allow_no_script_and_speak_four_languages()
    {
        using var home = await started.Client.GetAsync(started.Setup.SandboxAddress + "/?lang=uk");
        var policy = string.Join(' ', home.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.Contains("lang=\"uk\"", await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var language in Language.All)
        {
            Assert.Contains($"<html lang=\"{language.HtmlLang}\">", await started.Client.GetStringAsync($"{started.Setup.SandboxAddress}/mailbox?lang={language.Code}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_under_another_sites_name_is_refused()
    {
        foreach (var address in (string[])[started.Setup.AppAddress, started.Setup.SandboxAddress])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address + "/");
            request.Headers.Host = "evil.example";
            using var answer = await started.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_mail_servers_temper_is_not_set_from_another_site()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, started.Setup.SandboxAddress + "/mailbox/weather")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["conduct"] = "Bounces" }),
        };
        request.Headers.Add("Origin", "https://evil.example");
        using var answer = await started.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_mail_server_that_takes_nothing_is_said_above_the_mails()
    {
        await SetWeatherAsync("Bounces");
        var page = await started.Client.GetStringAsync(started.Setup.SandboxAddress + "/mailbox?lang=en");
        await SetWeatherAsync("Takes");

        var said = page.IndexOf("<details class=\"conduct\" open>", StringComparison.Ordinal);
        Assert.InRange(said, 0, page.IndexOf("<ul class=\"mails\">", StringComparison.Ordinal));
        Assert.Contains("How the mail server behaves: Bounces (550)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"conduct\" open", await started.Client.GetStringAsync(started.Setup.SandboxAddress + "/mailbox?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_is_shown_as_its_receiver_sees_it_and_may_do_nothing()
    {
        await AnnounceAsync("reader@example.org");
        var link = "";
        await started.UntilAsync(async () =>
        {
            var list = await started.Client.GetStringAsync(started.Setup.SandboxAddress + "/mailbox?to=reader@&lang=en");
            link = MailLink().Match(list).Value;
            return link.Length > 0;
        });

        var page = await started.Client.GetStringAsync(started.Setup.SandboxAddress + link + "?lang=en");
        Assert.Contains("reader@example.org", page, StringComparison.Ordinal);
        Assert.Contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"", page, StringComparison.Ordinal);
        using var letter = await started.Client.GetAsync(started.Setup.SandboxAddress + link + "/letter");
        var policy = string.Join(' ', letter.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox allow-popups", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("cid:", await letter.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var source = await started.Client.GetAsync(started.Setup.SandboxAddress + link + "/source");
        Assert.Equal("text/plain", source.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task No_path_leads_out_of_the_folder_of_mails()
    {
        foreach (var id in (string[])["..%2F..%2Fsecrets", "%2e%2e%2fcharity", "nothing-here"])
        {
            using var answer = await started.Client.GetAsync($"{started.Setup.SandboxAddress}/mailbox/{id}/source");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_mail_that_the_server_defers_arrives_when_it_takes_mail_again()
    {
        await SetWeatherAsync("Defers");
        await AnnounceAsync("patient@example.org");
        await started.UntilAsync(async () =>
        {
            await using var scope = started.Application.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<CharityDb>().Mails.AnyAsync(m => m.ToAddress == "patient@example.org" && m.Attempts > 0);
        });
        Assert.DoesNotContain("patient@example.org</span>", await started.Client.GetStringAsync(started.Setup.SandboxAddress + "/mailbox?to=patient"), StringComparison.Ordinal);

        await SetWeatherAsync("Takes");
        await started.UntilAsync(async () =>
        {
            using var advanced = await started.Client.PostAsync(
                started.Setup.SandboxAddress + "/_sim/do", new FormUrlEncodedContent(new Dictionary<string, string> { ["act"] = "advance", ["id"] = "1" }));
            return (await started.Client.GetStringAsync(started.Setup.SandboxAddress + "/mailbox?to=patient")).Contains("patient@example.org</span>", StringComparison.Ordinal);
        });
    }

    private async Task SetWeatherAsync(string conduct)
    {
        using var answer = await started.Client.PostAsync(
            started.Setup.SandboxAddress + "/mailbox/weather", new FormUrlEncodedContent(new Dictionary<string, string> { ["conduct"] = conduct }));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task AnnounceAsync(string email)
    {
        await using var scope = started.Application.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var terms = await db.Terms.Join(db.LegalEntities, t => t.LegalEntityId, e => e.Id, (t, e) => new { t.Id, e.Code }).FirstAsync(t => t.Code == "bg");
        var outcome = await scope.ServiceProvider.GetRequiredService<AnnounceTransfer>().RunAsync(
            new GiftForm(GiftForm.NewAttempt(), "steps-again", new Money(2500, Currency.Of("EUR")), false, "Olena Tester", email, Language.En, TermsVersionId: terms.Id),
            CancellationToken.None);
        Assert.Equal(StartResult.Stored, outcome.Start.Result);
    }
}
