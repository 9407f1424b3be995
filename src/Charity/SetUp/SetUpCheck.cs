using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.Extensions.Options;

namespace Charity.SetUp;

/// <summary>What the database says of all steps, and of Stripe and mail as far as it knows.</summary>
internal sealed class ReadSetUp(
    ReadOrganisation organisation, ReadContents contents, ReadMailProof mail, ReadBeginning beginning, ReadWebhookProof webhook, EntityDirectory entities,
    IOptions<StripeOptions> stripe)
{
    public sealed record Outcome(
        IReadOnlyList<SetUpReport> Reports, IReadOnlyList<EntityCard> Entities, IReadOnlyDictionary<string, WebhookProof> Proofs);

    public async Task<Outcome> RunAsync(CancellationToken cancel)
    {
        var cards = await entities.AllAsync(cancel);
        var proofs = new Dictionary<string, WebhookProof>(StringComparer.Ordinal);
        foreach (var account in stripe.Value.Accounts)
        {
            proofs[account.Id] = await webhook.RunAsync(account.Id, cancel);
        }

        return new(
            [
                .. await organisation.RunAsync(cancel), (await contents.RunAsync(cancel)).Report, (await mail.RunAsync(cancel)).Report,
                (await beginning.RunAsync(cancel)).Report,
            ],
            cards, proofs);
    }
}

/// <summary>
/// Looks at everything now: the database each time, Stripe and the own address at most once a minute for a process, as
/// a page that is opened again and again must not become a burden to them. No answer takes longer than ten seconds.
/// </summary>
public sealed class SetUpCheck(UseCases useCases, CheckStripe stripe, CheckAddress address, IOptions<StripeOptions> options) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1);
    private volatile Outside? last;

    /// <param name="again">Asks the world outside even if it was asked a moment ago.</param>
    public async Task<SetUpState> RunAsync(bool again, CancellationToken cancel)
    {
        var inside = await useCases.RunAsync<ReadSetUp, ReadSetUp.Outcome>(read => read.RunAsync(cancel), cancel);
        var outside = await OutsideAsync(inside.Entities, again, cancel);
        var reports = inside.Reports.Append(Stripe(inside, outside.Accounts)).Append(outside.Address).OrderBy(report => report.Step).ToList();
        return new SetUpState(reports, outside.At);
    }

    /// <summary>One step, with what was found of it lately.</summary>
    public async Task<SetUpReport> OneAsync(SetUpStep step, CancellationToken cancel) => (await RunAsync(again: false, cancel)).Of(step);

    /// <summary>What is said of the account's proof, beside what was found live.</summary>
    public static SetUpFinding Of(WebhookProof proof) => proof.State switch
    {
        WebhookProofState.Arrived => SetUpFinding.Good(new TextKey("setup.found.proof"), ("day", DateOnly.FromDateTime(proof.At)), ("by", proof.By)),
        WebhookProofState.Waiting => SetUpFinding.Open(new TextKey("setup.found.proof-waiting")),
        WebhookProofState.NotBegun => SetUpFinding.Bad(new TextKey("setup.found.proof-not-begun"), ("code", proof.ErrorCode)),
        WebhookProofState.FetchedOnly => SetUpFinding.Bad(new TextKey("setup.found.proof-fetched")),
        WebhookProofState.Suspect => SetUpFinding.Bad(new TextKey("setup.found.proof-suspect")),
        WebhookProofState.Late => SetUpFinding.Bad(new TextKey("setup.found.proof-late")),
        _ when proof.SettingsChanged => SetUpFinding.Open(new TextKey("setup.found.proof-changed")),
        _ => SetUpFinding.Open(new TextKey("setup.found.proof-none")),
    };

    public void Dispose() => one.Dispose();

    private static SetUpReport Stripe(ReadSetUp.Outcome inside, IReadOnlyList<SetUpFinding> live)
        => new(SetUpStep.Stripe, [.. live, .. inside.Proofs.Values.Select(Of)]);

    private async Task<Outside> OutsideAsync(IReadOnlyList<EntityCard> entities, bool again, CancellationToken cancel)
    {
        var asked = TimeProvider.System.GetTimestamp();
        var key = string.Join(',', entities.Select(e => $"{e.Code}:{e.StripeAccount}:{e.CountryPack}"));
        await one.WaitAsync(cancel);
        try
        {
            // Whoever waited for a colleague's look takes what it found.
            if (last is { } recent && recent.Key == key && (recent.Stamp >= asked || (!again && TimeProvider.System.GetElapsedTime(recent.Stamp) < Fresh)))
            {
                return recent;
            }

            var accounts = options.Value.Accounts.Select(a => a.Id).Union(entities.Select(e => e.StripeAccount).OfType<string>(), StringComparer.Ordinal).ToList();
            var looks = accounts.Select(account => stripe.RunAsync(account, entities.FirstOrDefault(e => e.StripeAccount == account), cancel)).ToList();
            var answers = Task.WhenAll(looks);
            var own = address.RunAsync(answers, cancel);
            var findings = (await answers).SelectMany(found => found).ToList();
            if (accounts.Count == 0)
            {
                findings.Add(SetUpFinding.Note(new TextKey("setup.found.stripe-none")));
            }

            return last = new Outside(findings, await own, key, TimeProvider.System.GetTimestamp(), TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        finally
        {
            one.Release();
        }
    }

    private sealed record Outside(IReadOnlyList<SetUpFinding> Accounts, SetUpReport Address, string Key, long Stamp, DateTime At);
}
