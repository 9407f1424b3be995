using System.Net;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Notifications;
using Charity.Operations;
using Charity.Organisation;
using Charity.SetUp;
using Charity.Staff;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.SetUp;

public sealed class SetUpStateTests
{
    [Fact]
    public async Task An_empty_installation_has_every_step_before_it()
    {
        await using var host = await SetUpBench.StartAsync();
        var state = await host.Services.GetRequiredService<SetUpCheck>().RunAsync(again: true, default);
        Assert.Equal(Enum.GetValues<SetUpStep>(), state.Steps.Select(s => s.Step));
        Assert.Equal((0, false, SetUpStep.Organisation), (state.Green, state.IsGreen, state.Next));
    }

    [Fact]
    public async Task A_made_organisation_is_found_in_the_database_and_not_in_a_mark_that_it_is_done()
    {
        await using var host = await SetUpBench.StartAsync();
        var made = await host.SetUpOrganisationAsync();
        Assert.True((await host.LookAsync(SetUpStep.Organisation)).IsGreen);
        Assert.True((await host.LookAsync(SetUpStep.Country)).IsGreen);
        Assert.True((await host.LookAsync(SetUpStep.Languages)).IsGreen);
        Assert.True((await host.LookAsync(SetUpStep.Bank)).IsGreen);
        Assert.Contains("gift-none", (await host.LookAsync(SetUpStep.Start)).Keys());

        await using var db = host.Db();
        await db.BankAccounts.Where(a => a.LegalEntityId == made.Macedonian).ExecuteDeleteAsync();
        Assert.Equal(SetUpLevel.Open, (await host.LookAsync(SetUpStep.Bank)).Of("bank-none").Level);
    }

    [Theory]
    [InlineData("bg", "205000001")]
    [InlineData("bg", "20500000")]
    [InlineData("mk", "70000001")]
    [InlineData("ua", "12345679")]
    [InlineData("general", "")]
    public async Task A_registration_number_that_the_country_cannot_have_given_is_refused(string pack, string number)
    {
        await using var host = await CharityHost.StartAsync();
        var outcome = await host.RunAsync<AddLegalEntity, OrganisationOutcome>(add => add.RunAsync(
            new("x", CharityHost.Named("X"), CharityHost.Named("Street"), number, null, pack, null, "X", null, LocalizedText.Empty), default));
        Assert.Equal([OrganisationProblem.RegistrationNumberInvalid], outcome.Problems);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, null, null, "address-other")]
    [InlineData(HttpStatusCode.MovedPermanently, null, null, "address-redirects")]
    [InlineData(HttpStatusCode.BadGateway, null, null, "address-status")]
    [InlineData(HttpStatusCode.OK, null, HttpRequestError.NameResolutionError, "address-name")]
    [InlineData(HttpStatusCode.OK, null, HttpRequestError.SecureConnectionError, "address-tls")]
    [InlineData(HttpStatusCode.OK, null, HttpRequestError.ConnectionError, "address-silent")]
    [Trait("Case", "A13")]
    public async Task What_stands_at_the_own_address_is_said_and_no_other_address_is_fetched(HttpStatusCode status, string? mark, HttpRequestError? error, string finding)
    {
        var own = new OwnAddress(mark, status, error);
        await using var host = await SetUpBench.StartAsync(own: own);
        Assert.Equal(SetUpLevel.Bad, (await host.LookAsync(SetUpStep.Address)).Of(finding).Level);
        Assert.Equal(["https://give.example.org/health/live"], own.Asked.Select(a => a.AbsoluteUri));
    }

    [Theory]
    [InlineData(0, "clock", SetUpLevel.Good)]
    [InlineData(90, "clock-off", SetUpLevel.Note)]
    [InlineData(-600, "clock-wrong", SetUpLevel.Bad)]
    [Trait("Case", "R10")]
    public async Task A_clock_that_differs_from_Stripes_is_told_by_how_much(int seconds, string finding, SetUpLevel level)
    {
        await using var host = await SetUpBench.StartAsync(change: options => options.ClockAhead = TimeSpan.FromSeconds(seconds));
        Assert.Equal(level, (await host.LookAsync(SetUpStep.Address)).Of(finding).Level);
    }

    [Fact]
    public async Task A_back_up_is_noted_in_the_database_that_it_was_made_of()
    {
        await using var host = await SetUpBench.StartAsync();
        Assert.Contains("backup-none", (await host.LookAsync(SetUpStep.Address)).Keys());
        var folder = Directory.CreateTempSubdirectory("charity-set-up-");
        await host.Services.GetRequiredService<BackUp>().RunAsync(Path.Combine(folder.FullName, "copy.bak"), default);
        folder.Delete(recursive: true);
        Assert.True((await host.LookAsync(SetUpStep.Address)).IsGreen);
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Contains("backup-old", (await host.LookAsync(SetUpStep.Address)).Keys());
    }

    [Fact]
    public async Task A_test_mail_is_proven_by_its_reader_once_and_not_by_a_program_that_follows_links()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        Assert.Contains("mail-none", (await host.LookAsync(SetUpStep.Mail)).Keys());
        await SendAsync(host);
        Assert.Contains("mail-waiting", (await host.LookAsync(SetUpStep.Mail)).Keys());
        await host.DrainAsync();
        Assert.Contains("mail-sent", (await host.LookAsync(SetUpStep.Mail)).Keys());

        var text = Assert.Single(host.Mailbox.Mails).Text;
        var token = text[(text.IndexOf("/received/", StringComparison.Ordinal) + "/received/".Length)..][..43];
        Assert.Equal(TestMailLink.Open, await host.RunAsync<ConfirmTestMail, TestMailLink>(c => c.FindAsync(token, default)));
        Assert.Contains("mail-sent", (await host.LookAsync(SetUpStep.Mail)).Keys());
        Assert.Equal(TestMailLink.Open, await host.RunAsync<ConfirmTestMail, TestMailLink>(c => c.RunAsync(token, default)));
        Assert.Equal(TestMailLink.Used, await host.RunAsync<ConfirmTestMail, TestMailLink>(c => c.RunAsync(token, default)));
        Assert.Equal(TestMailLink.Unknown, await host.RunAsync<ConfirmTestMail, TestMailLink>(c => c.RunAsync(new string('A', 43), default)));
        Assert.True((await host.LookAsync(SetUpStep.Mail)).IsGreen);

        // It came once; today the server refuses: that is what must be seen.
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync(host);
        Assert.True((await host.LookAsync(SetUpStep.Mail)).IsGreen);
        host.Mailbox.Answer(new MailResult(MailOutcome.Bounced, 550, "blocked"));
        await host.DrainAsync();
        Assert.False((await host.LookAsync(SetUpStep.Mail)).IsGreen);
    }

    [Fact]
    public async Task A_gift_that_went_the_whole_way_counts_though_a_newer_one_is_still_on_its_way()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        Assert.Contains("gift-none", (await host.LookAsync(SetUpStep.Start)).Keys());
        await host.GivenAsync();
        Assert.Contains("gift", (await host.LookAsync(SetUpStep.Start)).Keys());
        var newer = await host.GivenAsync();
        await using var db = host.Db();
        var charge = await db.Donations.Where(d => d.Id == newer.Id).Select(d => d.ChargeId).SingleAsync();
        await ChargeAsync("ch_not_settled");
        Assert.Contains("gift", (await host.LookAsync(SetUpStep.Start)).Keys());
        await ChargeAsync(charge);

        Task<int> ChargeAsync(string? id) => db.Donations.Where(d => d.Id == newer.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.ChargeId, id));
    }

    [Fact]
    public async Task What_the_mail_server_answers_to_a_test_mail_is_shown()
    {
        await using var host = await SetUpBench.StartAsync();
        host.Mailbox.Answer(new MailResult(MailOutcome.Bounced, 550, "no such user"));
        await SendAsync(host);
        await host.DrainAsync();
        var found = (await host.LookAsync(SetUpStep.Mail)).Of("mail-refused");
        Assert.Equal((SetUpLevel.Bad, "550 no such user"), (found.Level, (string?)found.Values[0].Value));
    }

    [Fact]
    public async Task Two_administrators_who_save_at_once_do_not_overwrite_each_other()
    {
        await using var host = await CharityHost.StartAsync();
        Assert.Empty(await DescribeAsync(host, "First", 0));
        Assert.Equal([OrganisationProblem.ChangedMeanwhile], await DescribeAsync(host, "Second", 0));
        Assert.Empty(await DescribeAsync(host, "Second", 1));
        await using var db = host.Db();
        Assert.Equal(2, await db.Audit.CountAsync(a => a.Action == OrganisationActions.Describe && a.ActorName == "Olena"));
    }

    [Fact]
    public async Task A_planned_change_of_an_entity_holds_from_its_day_in_its_zone()
    {
        await using var host = await CharityHost.StartAsync();
        var made = await host.SetUpOrganisationAsync();
        await using var db = host.Db();
        var entity = await db.LegalEntities.AsNoTracking().SingleAsync(e => e.Id == made.Bulgarian);
        var packs = host.Services.GetRequiredService<CountryPacks>();
        var today = packs.DayOf("bg", host.Clock.UtcNow);
        var facts = EntityFacts.Of(entity) with { Address = CharityHost.Named("New street") };
        Assert.Equal([OrganisationProblem.DayPast], await ChangeAsync(host, entity, facts, today.AddDays(-1)));
        Assert.Empty(await ChangeAsync(host, entity, facts, today.AddDays(1)));

        await host.RunAsync<ApplyPlannedChanges, int>(apply => apply.RunAsync(default));
        Assert.Equal(entity.Address, await AddressAsync());
        var midnight = TimeZoneInfo.ConvertTimeToUtc(today.AddDays(1).ToDateTime(TimeOnly.MinValue), packs.Versions("bg")[0].Zone);
        host.Clock.Advance(midnight - host.Clock.UtcNow - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await host.RunAsync<ApplyPlannedChanges, int>(apply => apply.RunAsync(default)));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await host.RunAsync<ApplyPlannedChanges, int>(apply => apply.RunAsync(default)));
        Assert.Equal(facts.Address, await AddressAsync());
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == OrganisationActions.ChangeEntity && a.ActorName == "Olena"));

        async Task<LocalizedText> AddressAsync() => await db.LegalEntities.AsNoTracking().Where(e => e.Id == made.Bulgarian).Select(e => e.Address).SingleAsync();
    }

    [Fact]
    public async Task Bank_details_change_only_with_a_second_person()
    {
        await using var host = await CharityHost.StartAsync();
        var made = await host.SetUpOrganisationAsync();
        await using var db = host.Db();
        var account = await db.BankAccounts.AsNoTracking().SingleAsync(a => a.LegalEntityId == made.Bulgarian);
        Assert.True(await host.RunAsync<CheckBankDetails, bool>(check => check.NeedsSecondPersonAsync(SetUpBench.Olena, default)));
        var details = new BankDetails(made.Bulgarian, account.Id, "BG18RZBB91550123456789", "RZBBBGSF", "EUR", "Other bank", "Test foundation", true);
        Assert.Equal(
            [OrganisationProblem.IbanInvalid],
            await host.RunAsync<CheckBankDetails, IReadOnlyList<OrganisationProblem>>(check => check.FaultsAsync(details with { Iban = "BG18RZBB91550123456780" }, default)));

        var (first, second) = (Actor.Staff(await StaffAsync(host, "a"), "Olena"), Actor.Staff(await StaffAsync(host, "b"), "Borys"));
        var asked = await host.RunAsync<RequestApproval, ApprovalRequested>(request => request.RunAsync(details, "New bank", first, default));
        await host.RunAsync<DecideApproval, ApprovalOutcome>(decide => decide.RunAsync(new(asked.Id, true, null, first, true), default));
        Assert.Equal(account.Iban, await IbanAsync());
        await host.RunAsync<DecideApproval, ApprovalOutcome>(decide => decide.RunAsync(new(asked.Id, true, null, second, true), default));
        Assert.Equal("BG18RZBB91550123456789", await IbanAsync());
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == OrganisationActions.ChangeBank && a.ActorName == "Borys"));

        async Task<string> IbanAsync() => await db.BankAccounts.AsNoTracking().Where(a => a.Id == account.Id).Select(a => a.Iban).SingleAsync();
    }

    [Fact]
    public async Task One_person_adds_the_first_account_alone_and_by_no_way_round_another()
    {
        await using var host = await CharityHost.StartAsync();
        var (one, other) = (await EntityAsync("bg", "205000006"), await EntityAsync("mk", "7000001"));
        string[] ibans = ["BG80BNBG96611020345678", "BG18RZBB91550123456789"];

        // Two sent at once, for two entities: the second finds the first.
        var added = await Task.WhenAll(AddAsync(one, ibans[0]), AddAsync(other, ibans[1]));

        Assert.Single(added, a => a.Saved);
        Assert.Equal([OrganisationProblem.NeedsColleague], added.Single(a => !a.Saved).Problems);
        await using var db = host.Db();
        var stands = await db.BankAccounts.AsNoTracking().SingleAsync();
        var (its, theirs) = stands.LegalEntityId == one ? (one, other) : (other, one);
        // In the name of another entity: the second person would read the wrong name.
        var free = ibans.Single(iban => iban != stands.Iban);
        var details = new BankDetails(theirs, stands.Id, free, null, "EUR", "Test bank", "Test foundation", true);
        Assert.Equal([OrganisationProblem.EntityUnknown], await FaultsAsync(details));
        Assert.Empty(await FaultsAsync(details with { LegalEntityId = its }));

        async Task<Guid> EntityAsync(string code, string number) => (await host.RunAsync<AddLegalEntity, OrganisationOutcome>(add => add.RunAsync(
            new(
                code, CharityHost.Named(code), CharityHost.Named("Street"), number, null, code, null, code.ToUpperInvariant(), null,
                LocalizedText.Empty, By: SetUpBench.Olena), default))).Id;
        Task<OrganisationOutcome> AddAsync(Guid entity, string iban) => Task.Run(() => host.RunAsync<AddBankAccount, OrganisationOutcome>(add => add.RunAsync(
            new(entity, iban, null, "EUR", "Test bank", "Test foundation", true, SetUpBench.Olena), default)));
        Task<IReadOnlyList<OrganisationProblem>> FaultsAsync(BankDetails asked)
            => host.RunAsync<CheckBankDetails, IReadOnlyList<OrganisationProblem>>(check => check.FaultsAsync(asked, default));
    }

    [Fact]
    public async Task The_first_account_of_an_organisation_with_two_administrators_needs_both()
    {
        await using var host = await CharityHost.StartAsync();
        var (alone, second) = (Actor.Staff(await StaffAsync(host, "a"), "Olena"), "b@charity.example");
        var entity = (await host.RunAsync<AddLegalEntity, OrganisationOutcome>(add => add.RunAsync(
            new("bg", CharityHost.Named("bg"), CharityHost.Named("Street"), "205000006", null, "bg", null, "BG", null, LocalizedText.Empty, By: alone), default))).Id;
        Task<bool> NeedsAsync() => host.RunAsync<CheckBankDetails, bool>(check => check.NeedsSecondPersonAsync(alone, default));
        Task<OrganisationOutcome> AddAsync() => host.RunAsync<AddBankAccount, OrganisationOutcome>(add => add.RunAsync(
            new(entity, "BG80BNBG96611020345678", null, "EUR", "Test bank", "Test foundation", true, alone), default));
        Assert.False(await NeedsAsync());
        await host.ColleagueAsync("Finance", StaffRoles.Finance);
        Assert.False(await NeedsAsync());

        var borys = await StaffAsync(host, "b");
        Assert.True(await NeedsAsync());
        Assert.Equal([OrganisationProblem.NeedsColleague], (await AddAsync()).Problems);

        // Shutting the other one out changes nothing for a week.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.Equal(PeopleOutcome.Done, await host.RunAsync<ChangeRights, PeopleOutcome>(change => change.ShutAsync(borys, Guid.Parse(alone.Id), now, default)));
        Assert.Equal([OrganisationProblem.NeedsColleague], (await AddAsync()).Problems);
        await using var db = host.Db();
        Assert.Empty(await db.BankAccounts.ToListAsync());
        await db.Users.Where(u => u.Email == second).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, now - SecondPerson.StillCounts));
        Assert.True((await AddAsync()).Saved);
    }

    private static async Task<Guid> StaffAsync(CharityHost host, string name)
        => (await host.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(create => create.RunAsync(
            new($"{name}@charity.example", name, "a river under old bridges", [StaffRoles.Administrator]), default))).Id;

    private static async Task SendAsync(CharityHost host)
        => Assert.True(await host.RunAsync<SendTestMail, bool>(
            send => send.RunAsync(new("olena@charity.example", "Olena", "en", SetUpBench.Olena), default)));

    private static async Task<IReadOnlyList<OrganisationProblem>> DescribeAsync(CharityHost host, string name, int version)
        => (await host.RunAsync<SetUpOrganisation, OrganisationOutcome>(describe => describe.RunAsync(
            new(
                CharityHost.Named(name), LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty, "office@charity.example", Language.En,
                SetUpBench.Olena, version), default))).Problems;

    private static async Task<IReadOnlyList<OrganisationProblem>> ChangeAsync(CharityHost host, LegalEntity entity, EntityFacts facts, DateOnly from)
        => (await host.RunAsync<ChangeLegalEntity, OrganisationOutcome>(
            change => change.RunAsync(new(entity.Id, entity.Version, facts, from, SetUpBench.Olena), default))).Problems;
}
