using Charity.Campaigns;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Campaigns.Updates;
using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.GiftDesk;
using Charity.Languages;
using Charity.Sandbox.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Charity.Sandbox.Demo;

/// <summary>What staff have done of late, so that their pages show what waits for somebody: all by the verbs of those pages.</summary>
internal sealed class DemoDesk(DemoHost host)
{
    /// <summary>Messages that nobody has read yet.</summary>
    internal const int NewMessages = 3;

    /// <summary>The editor has read the donors' messages but for the newest, and begun to write on a campaign.</summary>
    internal async Task EditAsync(CampaignDocument live, Guid campaign, DemoCampaign content, CancellationToken cancel)
    {
        var editor = await EditorAsync(cancel);
        var read = await ReadAsync(db => db.Donations.Where(d => d.MessageState == MessageState.AwaitsModeration && d.PaidAt != null)
            .OrderByDescending(d => d.PaidAt).ThenBy(d => d.Id).Skip(NewMessages).Select(d => d.Id).ToListAsync(cancel));
        foreach (var some in read.Chunk(ModerateMessages.MaxAtOnce))
        {
            await host.UseCases.RunAsync<ModerateMessages, ModerateMessages.Outcome>(
                verb => verb.RunAsync(new(some, MessageState.Shown, null, editor), cancel), cancel);
        }

        await WriteAsync(live, campaign, live with { Content = live.Content with { Story = content.Draft! } }, editor, cancel);
    }

    /// <summary>The editor has set a time for a draft of one campaign and for the news of another.</summary>
    /// <param name="summary">What the draft changes.</param>
    /// <param name="at">UTC; after the end of the history.</param>
    internal async Task ScheduleAsync(CampaignDocument live, Guid campaign, LocalizedText summary, DateTime at, CancellationToken cancel)
    {
        var editor = await EditorAsync(cancel);
        await WriteAsync(live, campaign, live with { Content = live.Content with { Summary = summary } }, editor, cancel);
        var draft = await ReadAsync(db => db.CampaignDrafts.AsNoTracking().SingleAsync(d => d.CampaignId == campaign, cancel));
        var outcome = await host.UseCases.RunAsync<ScheduleDraft, CampaignOutcome>(
            verb => verb.RunAsync(new(campaign, draft.Id, draft.Version, draft.Edition, LocalizedText.Empty, at, editor), cancel), cancel);
        Must(outcome.Saved, "draft was not given a time", outcome.Problems);
    }

    /// <inheritdoc cref="ScheduleAsync"/>
    internal async Task AnnounceAsync(Guid campaign, DemoNews news, DateTime at, CancellationToken cancel)
    {
        var editor = await EditorAsync(cancel);
        var written = await host.UseCases.RunAsync<WriteUpdate, UpdateOutcome>(
            verb => verb.RunAsync(new(null, campaign, 0, news.Title, news.Body, TellsOfPerson: false, null, editor), cancel), cancel);
        Must(written.Saved, "news were not written", written.Problems);
        var set = await host.UseCases.RunAsync<ScheduleUpdate, UpdateOutcome>(verb => verb.RunAsync(new(written.Id, 1, editor, at), cancel), cancel);
        Must(set.Saved, "news were not given a time", set.Problems);
    }

    private async Task WriteAsync(CampaignDocument live, Guid campaign, CampaignDocument typed, Actor editor, CancellationToken cancel)
    {
        var outcome = await host.UseCases.RunAsync<SaveDraft, SaveDraftOutcome>(
            verb => verb.RunAsync(new(campaign, SeenFields.Of(live), typed, editor), cancel), cancel);
        Must(outcome.Result == SaveDraftResult.Saved, "draft was not saved", new[] { outcome.Result });
    }

    private static void Must(bool done, string what, System.Collections.IEnumerable problems)
    {
        if (!done)
        {
            throw new InvalidOperationException($"The demo's {what}: {string.Join(", ", problems.Cast<object>())}.");
        }
    }

    /// <summary>The treasurer keeps a filter, and asks a second person that the oldest mail which was given up be set aside.</summary>
    internal async Task TidyAsync(CancellationToken cancel)
    {
        var (id, treasurer) = await PersonAsync(SandboxSecrets.StaffEmail, cancel);
        await host.UseCases.RunAsync<SaveFilter, SaveFilterOutcome>(
            verb => verb.RunAsync(new(id, "Повернені", new GiftFilter(Trouble: GiftTrouble.Refunded)), cancel), cancel);
        var parked = await ReadAsync(db => db.Outbox.Where(m => m.State == WorkState.Parked).OrderBy(m => m.Id).Select(m => (long?)m.Id).FirstOrDefaultAsync(cancel));
        if (parked is { } row)
        {
            await host.UseCases.RunAsync<RequestApproval, ApprovalRequested>(
                verb => verb.RunAsync(
                    new IgnoreWork(WorkTable.Outbox, row), "Благодійник телефоном підтвердив, що роздрукував квитанцію зі сторінки подяки; лист уже не потрібен.",
                    treasurer, cancel),
                cancel);
        }
    }

    internal async Task<Actor> EditorAsync(CancellationToken cancel) => (await PersonAsync(SandboxSecrets.EditorEmail, cancel)).Actor;

    /// <summary>Findings younger than this are still being looked into.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromDays(5);

    /// <summary>
    /// The treasurer goes through what the program found: takes on what is new, closes what is over, and explains the rest,
    /// to which a colleague agrees. Mails that were given up, and disputes, stay until they are decided.
    /// </summary>
    internal async Task TendAsync(DateTimeOffset at, CancellationToken cancel)
    {
        var treasurer = (await PersonAsync(SandboxSecrets.StaffEmail, cancel)).Actor;
        var second = (await PersonAsync(SandboxSecrets.SecondEmail, cancel)).Actor;
        var settled = at.UtcDateTime - UnderWay;
        foreach (var finding in await ReadAsync(db => db.Exceptions.AsNoTracking().Where(e => e.ExplainedAt == null).OrderBy(e => e.FoundAt).ToListAsync(cancel)))
        {
            await host.UseCases.RunAsync<TendException, ExceptionOutcome>(verb => verb.AssignAsync(finding.Id, treasurer, treasurer, cancel), cancel);
            if ((await CloseAsync(finding.Id, null)).Result != ExceptionOutcome.TextMissing || finding.FoundAt > settled
                || finding.Kind is ExceptionKind.MailFailed or ExceptionKind.PoisonEvent or ExceptionKind.DisputeNeedsResponse)
            {
                continue;
            }

            if (await CloseAsync(finding.Id, DemoWords.ExplanationOf(finding.Kind)) is { Request: { } request })
            {
                await host.UseCases.RunAsync<DecideApproval, ApprovalOutcome>(
                    verb => verb.RunAsync(new(request, true, null, second, ConfirmedLately: true), cancel), cancel);
            }
        }

        Task<CloseException.Outcome> CloseAsync(Guid finding, string? why)
            => host.UseCases.RunAsync<CloseException, CloseException.Outcome>(verb => verb.RunAsync(finding, why, treasurer, cancel), cancel);
    }

    private async Task<(Guid Id, Actor Actor)> PersonAsync(string email, CancellationToken cancel)
    {
        var person = await ReadAsync(db => db.Users.SingleAsync(u => u.Email == email, cancel));
        return (person.Id, Actor.Staff(person.Id, person.DisplayName));
    }

    private async Task<T> ReadAsync<T>(Func<CharityDb, Task<T>> read)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<CharityDb>>().CreateDbContextAsync();
        return await read(db);
    }
}
