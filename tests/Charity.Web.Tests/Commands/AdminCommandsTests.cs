using System.Net;
using Charity.Languages;
using Charity.Organisation;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Commands;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Commands;

public sealed class AdminCommandsTests
{
    private static readonly string Example = Path.Combine(Repository(), "infra", "organisation.example.json");

    [Fact]
    public async Task The_example_file_makes_an_organisation_that_donors_can_give_to()
    {
        await using var host = await WebHost.StartAsync();

        var (code, said) = await RunAsync(host, "", "set-up", Example);

        Assert.True(code == AdminCommands.Done, said);
        using var browser = host.Browser();
        using var campaign = await browser.GetAsync("/bg/campaigns/warm-winter");
        Assert.Equal(HttpStatusCode.OK, campaign.StatusCode);
        Assert.Contains("Топла зима", await campaign.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var give = await browser.GetAsync("/bg/give/warm-winter");
        Assert.Equal(HttpStatusCode.OK, give.StatusCode);

        var (again, why) = await RunAsync(host, "", "set-up", Example);
        Assert.Equal(AdminCommands.Done, again);
        Assert.Contains("campaign warm-winter: stands already", why, StringComparison.Ordinal);
        await using var db = host.Inner.Db();
        Assert.Equal((1, 1, 1, 1), (await db.LegalEntities.CountAsync(), await db.BankAccounts.CountAsync(), await db.Terms.CountAsync(), await db.Campaigns.CountAsync()));
    }

    [Fact]
    [Trait("Case", "X14")]
    public async Task A_range_of_receipt_numbers_is_withdrawn_with_a_reason()
    {
        await using var host = await WebHost.StartAsync();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(Example)).Replace("\"taxNumber\": null", "\"taxNumber\": \"BG 175 074 752\"", StringComparison.Ordinal));
        Assert.Equal(AdminCommands.Done, (await RunAsync(host, "", "set-up", path)).Code);
        File.Delete(path);

        var (refused, why) = await RunAsync(host, "", "void-receipts", "BG-2026-000002", "BG-2026-000009", "after", "a", "restore");
        Assert.Equal(AdminCommands.Refused, refused);
        Assert.Contains("must begin at the next free number, BG-2026-000001", why, StringComparison.Ordinal);
        var (code, said) = await RunAsync(host, "", "void-receipts", "BG-2026-000001", "BG-2026-000009", "after", "a", "restore");
        Assert.Equal(AdminCommands.Done, code);
        Assert.Contains("the next receipt is BG-2026-000010", said, StringComparison.Ordinal);
        Assert.Equal(AdminCommands.NotUnderstood, (await RunAsync(host, "", "void-receipts", "BG-2026-000010", "BG-2026-000011")).Code);
        await using var db = host.Inner.Db();
        Assert.Equal(("after a restore", "BG 175 074 752"), ((await db.VoidedRanges.SingleAsync()).Reason, (await db.LegalEntities.SingleAsync()).TaxNumber));
    }

    [Fact]
    public async Task A_file_refused_halfway_is_corrected_and_run_again()
    {
        await using var host = await WebHost.StartAsync();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var good = await File.ReadAllTextAsync(Example);
        await File.WriteAllTextAsync(path, good.Replace("\"EUR\"", "\"XXQ\"", StringComparison.Ordinal));
        var (code, said) = await RunAsync(host, "", "set-up", path);
        Assert.Equal(AdminCommands.Refused, code);
        Assert.Contains("refused, currency unknown", said, StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, good);
        var (again, then) = await RunAsync(host, "", "set-up", path);
        Assert.True(again == AdminCommands.Done, then);
        Assert.Contains("entity bg: stands already", then, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Theory]
    [InlineData("{ \"name\": 1 }", "a field 'name' that is not known here")]
    [InlineData("{ \"about\": null }", "is null, and a value is needed")]
    [InlineData("{ }", "it lacks about, entities, programmes, campaigns.")]
    [InlineData("{ \"entities\": [{ \"code\": \"bg\" }], \"programmes\": [], \"campaigns\": [] }", "entities[0].name")]
    [InlineData("{", "cannot be read")]
    public async Task A_mistake_in_the_file_is_named_by_its_field(string content, string expected)
    {
        await using var host = await WebHost.StartAsync();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, content);

        var (code, said) = await RunAsync(host, "", "set-up", path);

        File.Delete(path);
        Assert.Equal(AdminCommands.Refused, code);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain("Charity.Web", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-file.json", "no-such-file.json")]
    [InlineData("Charity.sln", "invalid")]
    public async Task A_file_that_cannot_be_read_is_refused_with_a_reason(string file, string reason)
    {
        await using var host = await WebHost.StartAsync();
        var (code, said) = await RunAsync(host, "", "set-up", Path.Combine(Repository(), file));
        Assert.Equal(AdminCommands.Refused, code);
        Assert.Contains(reason, said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_first_administrator_is_made_from_the_command_line()
    {
        await using var host = await WebHost.StartAsync();
        var (refused, why) = await RunAsync(host, "short\n", "create-admin", "a@charity.example", "Ana", "Ivanova");
        Assert.Equal(AdminCommands.Refused, refused);
        Assert.Contains("password too short", why, StringComparison.Ordinal);

        Assert.Contains("attackers try this password first", (await RunAsync(host, "password12345\n", "create-admin", "a@charity.example", "Ana")).Said, StringComparison.Ordinal);
        Assert.Contains("rests on the name", (await RunAsync(host, "zlatomira 2026\n", "create-admin", "a@charity.example", "Zlatomira")).Said, StringComparison.Ordinal);
        var (code, _) = await RunAsync(host, "a river under old bridges\n", "create-admin", "a@charity.example", "Ana", "Ivanova");
        Assert.Equal(AdminCommands.Done, code);
        await using var db = host.Inner.Db();
        var user = await db.Users.SingleAsync();
        Assert.Equal(("Ana Ivanova", "Administrator"), (user.DisplayName, user.Roles));
    }

    [Fact]
    public async Task The_server_opens_a_shut_account_and_resets_a_lost_second_step_when_nobody_is_left_who_could()
    {
        await using var host = await WebHost.StartAsync();
        await host.Inner.SetUpOrganisationAsync();
        var made = await host.Inner.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(u => u.RunAsync(
            new("a@charity.example", "Ana", "a river under old bridges", [StaffRoles.Administrator], AuthenticatorSecret: Totp.NewSecret()), default));
        Assert.Equal(AdminCommands.Refused, (await RunAsync(host, "", "open-account", "a@charity.example")).Code);
        Assert.Equal(AdminCommands.Refused, (await RunAsync(host, "", "reset-second-factor", "b@charity.example")).Code);
        await using (var db = host.Inner.Db())
        {
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTime.UnixEpoch));
        }

        Assert.Equal(AdminCommands.Done, (await RunAsync(host, "", "open-account", "A@charity.example")).Code);
        Assert.Equal(AdminCommands.Done, (await RunAsync(host, "", "reset-second-factor", "a@charity.example")).Code);

        await using var after = host.Inner.Db();
        var user = await after.Users.SingleAsync(u => u.Id == made.Id);
        Assert.Equal((null, false), (user.DisabledAt, user.TwoFactorEnabled));
        Assert.Equal(
            ["program:open-account", "program:reset-second-factor"],
            await after.Audit.Where(a => a.Action == StaffActions.Enable || a.Action == StaffActions.ResetSecondFactor).OrderBy(a => a.Id).Select(a => a.ActorId).ToListAsync());
        await host.Inner.DrainAsync();
        Assert.Equal(["Your account is open again", "Your second step was reset"], host.Inner.Mailbox.Mails.Select(m => m.Subject).Order());
    }

    [Fact]
    public async Task An_administrator_reads_the_language_of_the_organisation()
    {
        await using var host = await WebHost.StartAsync();
        await host.Inner.RunAsync<SetUpOrganisation, OrganisationOutcome>(u => u.RunAsync(
            new(CharityHost.Named("Ліга"), CharityHost.Named("x"), CharityHost.Named("x"), CharityHost.Named("x"), "office@charity.example", Language.Uk), default));
        var (code, said) = await RunAsync(host, "a river under old bridges\n", "create-admin", "a@charity.example", "Олена");

        Assert.True(code == AdminCommands.Done, said);
        await using var db = host.Inner.Db();
        Assert.Equal("uk", (await db.Users.SingleAsync()).Language);
    }

    [Fact]
    public async Task Empty_books_hold_and_migrating_again_changes_nothing()
    {
        await using var host = await WebHost.StartAsync();
        Assert.Equal(AdminCommands.Done, (await RunAsync(host, "", "migrate")).Code);
        var (code, said) = await RunAsync(host, "", "verify-ledger");
        Assert.Equal(AdminCommands.Done, code);
        Assert.Contains("The books hold.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_asks_the_application_beside_it_how_it_does()
    {
        await using var host = await WebHost.StartAsync(kestrel: true);
        var (code, said) = await RunAsync(host, "", "health");
        Assert.Equal(AdminCommands.Done, code);
        Assert.Contains("\"status\":\"ready\"", said, StringComparison.Ordinal);
        Assert.Equal(AdminCommands.Done, (await RunAsync(host, "", "health", host.Address.ToString())).Code);
        Assert.Equal(AdminCommands.Refused, (await RunAsync(host, "", "health", "http://127.0.0.1:1")).Code);
        Assert.Equal(AdminCommands.NotUnderstood, (await RunAsync(host, "", "health", "nowhere")).Code);
    }

    [Fact]
    public async Task What_is_not_understood_gets_the_usage()
    {
        await using var host = await WebHost.StartAsync();
        var (code, said) = await RunAsync(host, "", "migrat");
        Assert.Equal(AdminCommands.NotUnderstood, code);
        Assert.Contains("charity migrate", said, StringComparison.Ordinal);
        Assert.False(AdminCommands.IsCommand(["--urls", "http://localhost:5000"]));
        Assert.False(AdminCommands.IsCommand([]));
        Assert.True(AdminCommands.IsCommand(["--help"]));
    }

    private static async Task<(int Code, string Said)> RunAsync(WebHost host, string input, params string[] args)
    {
        using var reader = new StringReader(input);
        await using var writer = new StringWriter();
        var code = await new AdminCommands(host.Services, reader, writer).RunAsync(args, default);
        return (code, writer.ToString());
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Charity.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
