using System.Net;
using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Staff;
using Charity.Staff.Factors;
using Charity.Staff.Passwords;
using Charity.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Staff;

/// <summary>What staff are told by mail, in their own language, since somebody else may have done it.</summary>
public sealed class StaffMailTests
{
    private const string Password = "a river under old bridges";
    private const string Iva = "iva@charity.example";

    [Theory]
    [InlineData("uk")]
    [InlineData("bg")]
    [InlineData("mk")]
    [InlineData("en")]
    [Trait("Case", "A18")]
    public async Task Each_change_of_how_someone_signs_in_or_what_they_may_do_reaches_them_in_their_language(string language)
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var admin = Guid.ParseExact((await host.ColleagueAsync("Olena", StaffRoles.Administrator)).Id, "N");
        var user = await CreateAsync(host, language, StaffRoles.Editor);
        var T = host.Services.GetRequiredService<Texts>().In(Language.Of(language));

        await TellsAsync(SecurityNotice.AuthenticatorSet, () => SetUpAppAsync(host, user));
        await TellsAsync(SecurityNotice.PasskeyAdded, () => AddPasskeyAsync(host, user));
        await TellsAsync(SecurityNotice.RecoveryCodesRenewed, () => host.RunAsync<ChangeFactors, FactorOutcome>(change => change.RenewCodesAsync(user, default)));
        await TellsAsync(SecurityNotice.AuthenticatorRemoved, () => host.RunAsync<ChangeFactors, FactorChange>(change => change.RemoveAuthenticatorAsync(user, null, Now, default)));
        await SetUpAppAsync(host, user);
        await host.DrainAsync();
        await TellsAsync(SecurityNotice.PasskeyRemoved, async () =>
        {
            await using var db = host.Db();
            var passkey = (await db.StaffPasskeys.SingleAsync()).Id;
            await host.RunAsync<ChangePasskey, FactorChange>(change => change.RemoveAsync(passkey, user, null, Now, default));
        });
        await TellsAsync(SecurityNotice.PasswordChanged, () => host.RunAsync<ChangePassword, IReadOnlyList<string>>(
            change => change.RunAsync(new(user, Password, "seven quiet mountains", null, Now), default)));
        await TellsAsync(SecurityNotice.SecondFactorReset, () => host.RunAsync<ResetSecondFactor, PeopleOutcome>(
            reset => reset.RunAsync(new(user, admin, "Called back", Now), default)), "Olena");
        // The first again, and all the same told: whoever knew the password may have been quicker.
        await TellsAsync(SecurityNotice.AuthenticatorSet, () => SetUpAppAsync(host, user));
        await TellsAsync(SecurityNotice.RolesChanged, () => host.RunAsync<ChangeRights, PeopleOutcome>(
            change => change.SetRolesAsync(user, [StaffRoles.Editor, StaffRoles.Auditor], admin, null, default)), "Olena", T["staff.role.Editor"] + ", " + T["staff.role.Auditor"]);
        await TellsAsync(SecurityNotice.AccountShut, () => host.RunAsync<ChangeRights, PeopleOutcome>(change => change.ShutAsync(user, admin, Now, default)), "Olena");
        await TellsAsync(SecurityNotice.AccountOpened, () => host.RunAsync<ChangeRights, PeopleOutcome>(change => change.OpenAsync(user, admin, null, Now, default)), "Olena");

        async Task TellsAsync(SecurityNotice notice, Func<Task> act, params string[] facts)
        {
            var before = host.Mailbox.Mails.Count;
            await act();
            await host.DrainAsync();
            var mail = Assert.Single(host.Mailbox.Mails.Skip(before));
            Assert.Equal((Iva, language, T[$"security-mail.{notice}.title"]), (mail.ToAddress, mail.Language, mail.Subject));
            var when = DateFormat.DateTimeWithZone(host.Clock.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Europe/Sofia"), Language.Of(language));
            foreach (var words in facts.Append(when).Append(T["security-mail.when"]).Append(T["security-mail.why"]))
            {
                // Plain text breaks its lines where it must.
                Assert.Contains(words.Replace('\u00A0', ' '), mail.Text, StringComparison.Ordinal);
                Assert.Contains(words, WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_very_first_second_step_and_what_changes_nothing_are_told_to_nobody()
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var admin = Guid.ParseExact((await host.ColleagueAsync("Olena", StaffRoles.Administrator)).Id, "N");
        var user = Guid.ParseExact((await host.ColleagueAsync("Iva", StaffRoles.Editor)).Id, "N");
        await SetUpAppAsync(host, user);
        await host.RunAsync<ChangeRights, PeopleOutcome>(change => change.SetRolesAsync(user, [StaffRoles.Editor], admin, null, default));
        await host.RunAsync<ChangeRights, PeopleOutcome>(change => change.OpenAsync(user, admin, null, Now, default));
        await host.DrainAsync();
        Assert.Empty(host.Mailbox.Mails);
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task A_shut_administrator_learns_of_their_seven_days_and_so_does_every_other_one()
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var olena = Guid.ParseExact((await host.ColleagueAsync("Olena", StaffRoles.Administrator)).Id, "N");
        await host.ColleagueAsync("Cveta", StaffRoles.Administrator, StaffRoles.Editor);
        await host.ColleagueAsync("Finn", StaffRoles.Finance);
        var (one, two) = (await CreateAsync(host, "en", StaffRoles.Administrator), Guid.ParseExact((await host.ColleagueAsync("Borys", StaffRoles.Administrator)).Id, "N"));

        await host.RunAsync<ChangeRights, PeopleOutcome>(change => change.ShutAsync(one, olena, Now, default));
        await host.DrainAsync();

        Assert.Equal(["borys@charity.example", "cveta@charity.example", Iva], host.Mailbox.Mails.Select(m => m.ToAddress).Order(StringComparer.Ordinal));
        Assert.Contains("For seven more days you count as the second administrator", host.Mailbox.Mails.Single(m => m.ToAddress == Iva).Text, StringComparison.Ordinal);
        var other = host.Mailbox.Mails.Single(m => m.ToAddress == "cveta@charity.example").Text;
        Assert.Contains($"Iva ({Iva})", other, StringComparison.Ordinal);
        Assert.Contains("Olena", other, StringComparison.Ordinal);

        // With the last other one gone, nobody is left to be told but the organisation itself.
        await using (var db = host.Db())
        {
            await db.Users.Where(u => u.DisplayName == "Cveta").ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, Now));
        }

        var before = host.Mailbox.Mails.Count;
        await host.RunAsync<ChangeRights, PeopleOutcome>(change => change.ShutAsync(two, olena, Now, default));
        await host.DrainAsync();
        await using var after = host.Db();
        var office = (await after.Organisations.SingleAsync()).ContactEmail;
        Assert.Equal([office, "borys@charity.example"], host.Mailbox.Mails.Skip(before).Select(m => m.ToAddress).OrderByDescending(a => a == office));
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task An_alarm_wakes_whoever_may_act_on_it_once_and_nobody_else()
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        await host.ColleagueAsync("Olena", StaffRoles.Administrator);
        await host.ColleagueAsync("Finn", StaffRoles.Finance);
        await host.ColleagueAsync("Ed", StaffRoles.Editor);
        await host.ColleagueAsync("Auditor", StaffRoles.Auditor);
        await CreateAsync(host, "mk", StaffRoles.Finance);
        await host.ColleagueAsync("Gone", StaffRoles.Finance);
        const string found = "Attack mode is on: 40 of 45 gifts fail.";
        await using (var db = host.Db())
        {
            await db.Users.Where(u => u.DisplayName == "Gone").ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, Now));
        }

        for (var i = 0; i < 2; i++)
        {
            // The same alarm twice, as a message that is delivered again: everybody hears of it once.
            await using var scope = host.Scope();
            var subject = ExceptionSubject.Attack(FakeClock.DefaultStart.UtcDateTime);
            await scope.ServiceProvider.GetRequiredService<ExceptionLog>().RaiseAsync(
                new Finding(ExceptionKind.CardTesting, ExceptionSeverity.Critical, subject, new KeptText(new TextKey("finding.work-waits"), ("kind", "x"), ("note", found))), default);
            if (i == 0)
            {
                scope.ServiceProvider.GetRequiredService<Outbox>().Add(new StaffAlarm(ExceptionKind.CardTesting, subject));
            }
            else
            {
                await scope.ServiceProvider.GetRequiredService<CharityDb>().Outbox.Where(m => m.Kind == StaffAlarm.Kind)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WorkState.Pending).SetProperty(m => m.DueAt, FakeClock.DefaultStart.UtcDateTime));
            }

            await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
            await host.DrainAsync();
        }

        Assert.Equal(["finn@charity.example", Iva, "olena@charity.example"], host.Mailbox.Mails.Select(m => m.ToAddress).Order(StringComparer.Ordinal));
        var T = host.Services.GetRequiredService<Texts>().In(Language.Mk);
        var mail = host.Mailbox.Mails.Single(m => m.ToAddress == Iva);
        Assert.Equal(("mk", T["alarm-mail.CardTesting.title"]), (mail.Language, mail.Subject));
        foreach (var words in new[] { T["alarm-mail.CardTesting.opening"], T["alarm-mail.CardTesting.now"], found, "/staff/limits", T["alarm-mail.foot"] })
        {
            Assert.Contains(words, mail.Text, StringComparison.Ordinal);
            Assert.Contains(words, WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal);
        }
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>Iva, whose account has an app.</summary>
    private static async Task<Guid> CreateAsync(CharityHost host, string language, string role)
        => (await host.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(create => create.RunAsync(
            new(Iva, "Iva", Password, [role], language, Totp.NewSecret()), default))).Id;

    private static async Task SetUpAppAsync(CharityHost host, Guid user)
    {
        var secret = Totp.NewSecret();
        var outcome = await host.RunAsync<SetUpAuthenticator, FactorOutcome>(setUp => setUp.RunAsync(
            new(user, secret, Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow())), null, Now), default));
        Assert.Equal(FactorChange.Done, outcome.Change);
    }

    private static async Task AddPasskeyAsync(CharityHost host, Guid user)
    {
        var key = new UserPasskeyInfo([1, 2, 3], [4, 5, 6], TimeProvider.System.GetUtcNow(), 0, null, true, false, false, [], []);
        Assert.Equal(FactorChange.Done, (await host.RunAsync<AddPasskey, FactorOutcome>(add => add.RunAsync(new(user, key, "Desk"), default))).Change);
    }
}
