using Charity.Data;
using Charity.Data.Keys;
using Charity.Languages;
using Charity.Operations;
using Charity.Organisation;
using Charity.Payments.Attempts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.SetUp;

/// <summary>
/// The step about the address: whether it leads from outside to this installation, whether clocks and keys agree, and
/// when the last back-up was made. Fetches one address only, its own from the settings: never one that somebody typed.
/// </summary>
public sealed class CheckAddress(
    IHttpClientFactory clients, InstallationMark installation, KeyCheck keys, StripeClock clock, IDbContextFactory<CharityDb> contexts,
    IOptions<SiteOptions> site, TimeProvider time)
{
    /// <summary>Name of the HTTP client, for hosts whose own address is no real one.</summary>
    public const string ClientName = "own-address";

    internal const int LargestAnswer = 1024;

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Beyond this the clocks are said to differ; the answer's own time is whole seconds, and it travelled.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>Beyond this Stripe's signatures are refused (<see cref="Payments.StripeSignature.ToleranceSeconds"/>).</summary>
    private static readonly TimeSpan WorstSkew = TimeSpan.FromSeconds(Payments.StripeSignature.ToleranceSeconds);

    private static readonly TimeSpan OldBackUp = TimeSpan.FromDays(2);

    /// <param name="stripe">Questions to Stripe that are under way: its answers tell its time.</param>
    public async Task<SetUpReport> RunAsync(Task stripe, CancellationToken cancel)
    {
        var findings = new List<SetUpFinding> { await AskAsync(cancel) };
        if (site.Value.IsPlainLoopback)
        {
            findings.Add(SetUpFinding.Note(new TextKey("setup.found.address-local")));
        }

        await stripe;
        if (clock.Ahead is { } ahead)
        {
            findings.Add(Clock(ahead.Duration()));
        }

        findings.Add(keys.Faults().Count == 0 ? SetUpFinding.Good(new TextKey("setup.found.keys")) : SetUpFinding.Bad(new TextKey("setup.found.keys-differ")));
        findings.Add(await BackUpAsync(cancel));
        return new SetUpReport(SetUpStep.Address, findings);
    }

    private static SetUpFinding Clock(TimeSpan apart)
    {
        var seconds = ("count", (object?)(int)apart.TotalSeconds);
        return apart <= Skew ? SetUpFinding.Good(new TextKey("setup.found.clock"))
            : apart <= WorstSkew ? SetUpFinding.Note(new TextKey("setup.found.clock-off"), seconds)
            : SetUpFinding.Bad(new TextKey("setup.found.clock-wrong"), seconds);
    }

    private async Task<SetUpFinding> AskAsync(CancellationToken cancel)
    {
        var address = site.Value.Address(InstallationMark.LivePath);
        var shown = ("address", (object?)site.Value.PublicBaseUrl);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            using var answer = await clients.CreateClient(ClientName).GetAsync(new Uri(address), limit.Token);
            var status = (int)answer.StatusCode;
            if (status is >= 300 and < 400)
            {
                return SetUpFinding.Bad(new TextKey("setup.found.address-redirects"), shown);
            }

            return !answer.IsSuccessStatusCode
                ? SetUpFinding.Bad(new TextKey("setup.found.address-status"), shown, ("status", FormattableString.Invariant($"{status}")))
                : answer.Headers.TryGetValues(InstallationMark.Header, out var marks) && marks.Contains(installation.Value, StringComparer.Ordinal)
                    ? SetUpFinding.Good(new TextKey("setup.found.address"), shown)
                    : SetUpFinding.Bad(new TextKey("setup.found.address-other"), shown);
        }
        catch (HttpRequestException error)
        {
            return error.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => SetUpFinding.Bad(new TextKey("setup.found.address-name"), shown),
                HttpRequestError.SecureConnectionError => SetUpFinding.Bad(new TextKey("setup.found.address-tls"), shown),
                _ => SetUpFinding.Bad(new TextKey("setup.found.address-silent"), shown),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return SetUpFinding.Bad(new TextKey("setup.found.address-silent"), shown);
        }
    }

    private async Task<SetUpFinding> BackUpAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var last = await db.Audit.Where(a => a.Subject == BackUp.AuditSubject).MaxAsync(a => (DateTime?)a.At, cancel);
        if (last is not { } at)
        {
            return SetUpFinding.Open(new TextKey("setup.found.backup-none"));
        }

        var day = ("day", (object?)DateOnly.FromDateTime(at));
        return time.GetUtcNow().UtcDateTime - at > OldBackUp
            ? SetUpFinding.Note(new TextKey("setup.found.backup-old"), day)
            : SetUpFinding.Good(new TextKey("setup.found.backup"), day);
    }
}
