using Charity.Data;
using Charity.Data.Keys;
using Charity.Ledger;
using Charity.Receipts;
using Charity.Staff;
using Charity.Web.Hosting;

namespace Charity.Web.Commands;

/// <summary>
/// What an administrator does from the command line of the application itself: <c>dotnet Charity.Web.dll migrate</c>.
/// Exit codes: 0 done, 1 refused or something found, 64 (EX_USAGE) not understood, 78 (EX_CONFIG) a setting is wrong.
/// </summary>
public sealed class AdminCommands(IServiceProvider services, TextReader input, TextWriter output)
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int NotUnderstood = 64;
    public const int WrongSetting = 78;

    private const string Usage = """
        charity migrate                            bring the database to this version
        charity set-up FILE                        make organisation, entities, funds and campaigns from a file
        charity create-admin E-MAIL NAME           make a staff account; the password is read from the input
        charity open-account E-MAIL                open a shut staff account: for when nobody is left who may
        charity reset-second-factor E-MAIL         let someone who lost phone, keys and codes set up new ones
        charity verify-ledger                      check every invariant of the books now
        charity replay-inbox CHOICE [--dry-run]    read stored events again: --id evt_…, --type charge.updated,
                                                   --from and --to 2026-11-22T03:00Z (when they were received)
        charity backup FILE                        copy the database into a new file while the application runs
        charity restore FILE [--force]             put a copy in the place of the database; every node is stopped
        charity void-receipts FIRST LAST REASON    after a restore: withdraw the numbers given out since the copy,
                                                   from the next free one on (BG-2026-000043 BG-2026-000057 …)
        charity forget-sign-ins                    after Tokens__Key was changed on purpose: everyone signs in again
        charity health [ADDRESS]                   ask the application on this machine whether it is ready

        Without a command, the application starts.
        """;

    /// <summary>True when the arguments name a command, or ask for them, rather than being settings of the host (<c>--urls …</c>).</summary>
    public static bool IsCommand(IReadOnlyList<string> args) =>
        args.Count > 0 && (args[0] is "--help" or "-h" or "-?" || (!args[0].StartsWith('-') && !args[0].Contains('=', StringComparison.Ordinal)));

    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancel)
    {
        if (args is ["health"] or ["health", _])
        {
            return await new AskHealth(services, output).RunAsync(args.ElementAtOrDefault(1), cancel);
        }

        // What is not understood needs no settings: whoever types it may not have made them yet.
        if (Choose(args, cancel) is not { } run)
        {
            await output.WriteLineAsync(Usage);
            return NotUnderstood;
        }

        if (SettingsCheck.Faults(services) is { Count: > 0 } faults)
        {
            await output.WriteLineAsync(SettingsCheck.Report(faults));
            return WrongSetting;
        }

        return await run();
    }

    private Func<Task<int>>? Choose(IReadOnlyList<string> args, CancellationToken cancel) => args switch
    {
        ["migrate"] => () => MigrateAsync(cancel),
        ["set-up", var file] => () => ReadyAsync(() => new SetUpFromFile(services.GetRequiredService<UseCases>(), output).RunAsync(file, cancel), cancel),
        ["create-admin", var email, _, ..] => () => ReadyAsync(() => CreateAdminAsync(email, string.Join(' ', args.Skip(2)), cancel), cancel),
        ["open-account", var email] => () => ReadyAsync(() => OperateAsync(email, (operate, by) => operate.OpenAsync(by, cancel), "The account is open.", cancel), cancel),
        ["reset-second-factor", var email] =>
            () => ReadyAsync(() => OperateAsync(email, (operate, by) => operate.ResetSecondFactorAsync(by, cancel), "The next sign-in leads to setting up a second step.", cancel), cancel),
        ["verify-ledger"] => () => ReadyAsync(() => VerifyAsync(cancel), cancel),
        ["void-receipts", var first, var last, _, ..] =>
            () => ReadyAsync(() => VoidReceiptsAsync(first, last, string.Join(' ', args.Skip(3)), cancel), cancel),
        ["forget-sign-ins"] => () => ReadyAsync(() => ForgetSignInsAsync(cancel), cancel),
        ["replay-inbox", ..] when ReplayEvents.Choice([.. args.Skip(1)]) is { } chosen =>
            () => ReadyAsync(() => new ReplayEvents(services.GetRequiredService<UseCases>(), output).RunAsync(chosen, cancel), cancel),
        ["backup", var file] => () => ReadyAsync(() => new BackUpToFile(services, output).RunAsync(file, cancel), cancel),
        ["restore", var file] => () => new RestoreFromFile(services, input, output).RunAsync(file, force: false, cancel),
        ["restore", var file, "--force"] => () => new RestoreFromFile(services, input, output).RunAsync(file, force: true, cancel),
        _ => null,
    };

    private async Task<int> MigrateAsync(CancellationToken cancel)
    {
        await services.GetRequiredService<DatabaseStartup>().MigrateAsync(cancel);
        await output.WriteLineAsync("The database is at this version; its triggers stand.");
        return Done;
    }

    private async Task<int> ReadyAsync(Func<Task<int>> run, CancellationToken cancel)
    {
        var faults = await services.GetRequiredService<DatabaseStartup>().FaultsAsync(cancel);
        foreach (var fault in faults)
        {
            await output.WriteLineAsync(fault);
        }

        return faults.Count > 0 ? Refused : await run();
    }

    private async Task<int> CreateAdminAsync(string email, string name, CancellationToken cancel)
    {
        await output.WriteLineAsync("Password (at least 12 characters):");
        var password = await input.ReadLineAsync(cancel) ?? "";
        // Until staff choose for themselves: the language that the organisation works in.
        var language = (await services.GetRequiredService<SiteFacts>().GetAsync(cancel)).DefaultLanguage.Code;
        var outcome = await services.GetRequiredService<UseCases>().RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
            verb => verb.RunAsync(new(email, name, password, [StaffRoles.Administrator], language), cancel), cancel);
        await output.WriteLineAsync(outcome.Errors.Count == 0
            ? "Done. The first sign-in leads to setting up an authenticator app."
            : "Refused: " + string.Join(", ", outcome.Errors.Select(Why).Distinct()) + ".");
        return outcome.Errors.Count == 0 ? Done : Refused;
    }

    private async Task<int> OperateAsync(
        string email, Func<OperateAccount, string, Task<PeopleOutcome>> operate, string done, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var outcome = await services.GetRequiredService<UseCases>().RunAsync<OperateAccount, PeopleOutcome>(verb => operate(verb, email), cancel);
        await output.WriteLineAsync(outcome == PeopleOutcome.Done ? "Done. " + done : "Refused: there is no such account, or nothing to change about it.");
        return outcome == PeopleOutcome.Done ? Done : Refused;
    }

    private async Task<int> VoidReceiptsAsync(string first, string last, string reason, CancellationToken cancel)
    {
        var outcome = await services.GetRequiredService<UseCases>().RunAsync<VoidReceiptRange, VoidRangeOutcome>(
            verb => verb.RunAsync(new(first, last, reason), cancel), cancel);
        await output.WriteLineAsync(outcome.Result switch
        {
            VoidRangeResult.Voided => $"Done. {first} to {last} are withdrawn; the next receipt is {outcome.Next}.",
            VoidRangeResult.NotTheNext => $"Refused: the range must begin at the next free number, {outcome.Next}.",
            _ => $"Refused: {SetUpFromFile.InWords(outcome.Result.ToString())}.",
        });
        return outcome.Result == VoidRangeResult.Voided ? Done : Refused;
    }

    private async Task<int> ForgetSignInsAsync(CancellationToken cancel)
    {
        var forgotten = await services.GetRequiredService<KeyCheck>().ForgetUnreadableAsync(cancel);
        await output.WriteLineAsync(FormattableString.Invariant($"{forgotten} keys of cookies that this Tokens__Key cannot read are gone. Whoever was signed in by them signs in again."));
        var authenticators = await services.GetRequiredService<UseCases>().RunAsync<ForgetSecondFactors, int>(forget => forget.RunAsync(cancel), cancel);
        await output.WriteLineAsync(FormattableString.Invariant($"{authenticators} authenticators whose keys it cannot read are taken away: their owners set up new ones at their next sign-in."));
        return Done;
    }

    private static string Why(string code) => code switch
    {
        "DuplicateUserName" or "DuplicateEmail" => "an account with this address exists already",
        "PasswordTooCommon" => "attackers try this password first: choose words that nobody would put together",
        "PasswordHoldsName" => "the password rests on the name, the address or the organisation's name",
        _ => SetUpFromFile.InWords(code),
    };

    private async Task<int> VerifyAsync(CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var breaches = await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(cancel);
        foreach (var breach in breaches)
        {
            await output.WriteLineAsync(breach.ToString());
        }

        await output.WriteLineAsync(breaches.Count == 0 ? "The books hold." : FormattableString.Invariant($"{breaches.Count} breaches."));
        return breaches.Count == 0 ? Done : Refused;
    }
}
