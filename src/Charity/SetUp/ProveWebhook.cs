using Charity.Accounting;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Languages;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Charity.SetUp;

/// <summary>
/// The proof that an account's events reach us: a Checkout Session is opened and ended at once, and the event that Stripe
/// sends of its end must arrive at our own endpoint, rightly signed. No money moves; nobody ever gets the session's address.
/// </summary>
public sealed class ProveWebhook(
    UseCases useCases, IPaymentGateway gateway, IOptions<SiteOptions> site, IHostEnvironment environment, TimeProvider time)
{
    /// <summary>The event to wait for.</summary>
    public const string EventType = "checkout.session.expired";

    /// <summary>A little more than Stripe's shortest, for clocks that differ.</summary>
    private static readonly TimeSpan Life = CheckoutRequest.ShortestLife + TimeSpan.FromMinutes(5);

    /// <returns>True when the event may be waited for; why not stands in the proof.</returns>
    public async Task<bool> RunAsync(string account, Actor by, CancellationToken cancel)
    {
        var (id, isNew) = await useCases.RunAsync<BeginWebhookProof, (Guid, bool)>(begin => begin.RunAsync(account, by, cancel), cancel);
        if (!isNew)
        {
            // A colleague pressed the same button a moment ago: their event is ours too.
            return true;
        }

        using var limit = GatewayBudget.ForAPerson();
        string? session = null, error = null;
        try
        {
            var opened = await gateway.CreateSessionAsync(account, Body(id), $"set-up-{id:N}-open", cancel);
            session = opened.Id;
            await gateway.ExpireSessionAsync(account, opened.Id, $"set-up-{id:N}-end", cancel);
        }
        catch (GatewayException failed)
        {
            error = failed.HttpStatus == 403 ? "permission_missing" : failed.Code;
        }

        await useCases.RunAsync<RecordWebhookProof, bool>(
            record => record.RunAsync(id, session, error, CancellationToken.None), CancellationToken.None);
        return error is null;
    }

    private string Body(Guid id) => new CheckoutRequest(
        $"set-up-{id:N}", new Money(100, Currency.Eur), "Set-up check", "Set-up check: opened and ended at once, nothing is paid", null, Language.En,
        time.GetUtcNow().UtcDateTime + Life, site.Value.Address("/"), site.Value.Address("/"), environment.EnvironmentName).ToFormBody();
}

/// <summary>Notes that a proof begins.</summary>
internal sealed class BeginWebhookProof(CharityDb db, SettingsMark marks, AuditLog audit, Ids ids, TimeProvider time)
{
    /// <summary>For this long a proof that was begun is the one that everybody waits for.</summary>
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(15);

    public async Task<(Guid Id, bool IsNew)> RunAsync(string account, Actor by, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var mark = marks.OfWebhook(account);
        var running = await db.SetUpProofs.AsNoTracking()
            .Where(p => p.Kind == ProofKind.Webhook && p.Subject == account && p.SettingsMark == mark && p.StartedAt > now - Shared && p.ErrorCode == null)
            .OrderByDescending(p => p.StartedAt).FirstOrDefaultAsync(cancel);
        if (running is not null)
        {
            return (running.Id, false);
        }

        var proof = new SetUpProof(ids.New(), ProofKind.Webhook, account, mark, by.Name, now);
        db.SetUpProofs.Add(proof);
        audit.Add(by, "setup.prove-webhook", "account", account);
        await db.SaveChangesAsync(cancel);
        return (proof.Id, true);
    }
}

/// <summary>Notes which session it opened, or why it could not.</summary>
internal sealed class RecordWebhookProof(CharityDb db)
{
    public async Task<bool> RunAsync(Guid id, string? session, string? error, CancellationToken cancel)
    {
        var proof = await db.SetUpProofs.SingleAsync(p => p.Id == id, cancel);
        if (session is not null)
        {
            proof.Opened(session);
        }

        if (error is not null)
        {
            proof.Failed(error);
        }

        await db.SaveChangesAsync(cancel);
        return true;
    }
}

/// <summary>How an account's last proof stands.</summary>
public enum WebhookProofState
{
    /// <summary>None was made, or only with other settings.</summary>
    None,

    /// <summary>Stripe did not open or end the session.</summary>
    NotBegun,

    /// <summary>The event may still come.</summary>
    Waiting,

    /// <summary>It should have come by now.</summary>
    Late,

    /// <summary>We fetched it from Stripe's list; it was not delivered to us.</summary>
    FetchedOnly,

    /// <summary>It came, and is of the other mode or names another account.</summary>
    Suspect,

    Arrived,
}

/// <param name="At">When the event came; else when the proof began.</param>
/// <param name="By">Who asked for the proof.</param>
/// <param name="ErrorCode">For <see cref="WebhookProofState.NotBegun"/>.</param>
/// <param name="ApiVersion">The version in which the event came.</param>
/// <param name="Refused">A delivery that this process refused for its signature since the proof began.</param>
public sealed record WebhookProof(
    WebhookProofState State, DateTime At, string By, string? ErrorCode, string? ApiVersion, SignatureResult? Refused, bool SettingsChanged)
{
    internal static readonly WebhookProof Never = new(WebhookProofState.None, default, "", null, null, null, false);
}

/// <summary>Finds out from the inbox how an account's last proof stands.</summary>
public sealed class ReadWebhookProof(CharityDb db, SettingsMark marks, WebhookRefusals refusals, TimeProvider time)
{
    /// <summary>Stripe delivers within a second or two; after this something is wrong.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<WebhookProof> RunAsync(string account, CancellationToken cancel)
    {
        var mark = marks.OfWebhook(account);
        var proof = await db.SetUpProofs.AsNoTracking().Where(p => p.Kind == ProofKind.Webhook && p.Subject == account)
            .OrderByDescending(p => p.SettingsMark == mark).ThenByDescending(p => p.StartedAt).FirstOrDefaultAsync(cancel);
        if (proof is null || proof.SettingsMark != mark)
        {
            return WebhookProof.Never with { SettingsChanged = proof is not null };
        }

        var refused = refusals.Since(proof.StartedAt);
        var seen = proof.SessionId is null ? null : await db.Inbox.AsNoTracking()
            .Where(e => e.ObjectId == proof.SessionId && e.Account == account && e.Type == EventType)
            .OrderBy(e => e.Source).Select(e => new { e.Source, e.State, e.CreatedAt, e.ApiVersion }).FirstOrDefaultAsync(cancel);
        var state = seen switch
        {
            { State: WorkState.Quarantined } => WebhookProofState.Suspect,
            { Source: InboxSource.Webhook } => WebhookProofState.Arrived,
            not null => WebhookProofState.FetchedOnly,
            null when proof.ErrorCode is not null => WebhookProofState.NotBegun,
            null => time.GetUtcNow().UtcDateTime - proof.StartedAt > Patience ? WebhookProofState.Late : WebhookProofState.Waiting,
        };
        return new(state, seen?.CreatedAt ?? proof.StartedAt, proof.StartedBy, proof.ErrorCode, seen?.ApiVersion, refused, false);
    }

    private const string EventType = ProveWebhook.EventType;
}
