using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Updates;

/// <summary>Writes an update, or changes one. What readers have seen is marked as corrected, with the day.</summary>
public sealed class WriteUpdate(CharityDb db, Ids ids, ConsentCheck consents, AuditLog audit, TimeProvider time)
{
    /// <summary>Characters in one language.</summary>
    public const int MaxTitle = 150;

    /// <summary>Characters in one language.</summary>
    public const int MaxBody = 20_000;

    /// <param name="UpdateId">Null for a new one, which begins as a draft.</param>
    /// <param name="Version">The version that the editor saw; a newer one refuses the save.</param>
    public sealed record Input(
        Guid? UpdateId, Guid CampaignId, int Version, LocalizedText Title, LocalizedText Body, bool TellsOfPerson, Guid? ConsentId, Actor By);

    public async Task<UpdateOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var update = input.UpdateId is { } id
            ? await db.CampaignUpdates.SingleOrDefaultAsync(u => u.Id == id && u.CampaignId == input.CampaignId, cancel)
            : null;
        if (input.UpdateId is not null && update is null || !await db.Campaigns.AnyAsync(c => c.Id == input.CampaignId, cancel))
        {
            return UpdateOutcome.Refused(UpdateProblem.Unknown);
        }

        var problems = await ProblemsAsync(input, cancel);
        if (update is not null && update.Version != input.Version)
        {
            problems.Add(UpdateProblem.ChangedMeanwhile);
        }

        if (update?.StandingAt(now) == UpdateStanding.TakenDown)
        {
            problems.Add(UpdateProblem.TakenDown);
        }

        if (problems.Count > 0)
        {
            return UpdateOutcome.Refused(problems);
        }

        // One that has its time, or is seen already, may not lose its consent by an edit.
        if (update?.PublishedAt is not null
            && await consents.OfUpdateAsync(input.Body, input.TellsOfPerson, input.ConsentId, cancel) is { Count: > 0 } gaps)
        {
            return UpdateOutcome.Lacking(gaps);
        }

        var isNew = update is null;
        var before = update?.CorrectedAt;
        if (update is null)
        {
            update = new CampaignUpdate(ids.New(), input.CampaignId, now, input.By.Name);
            db.CampaignUpdates.Add(update);
        }

        update.Write(input.Title, input.Body, input.TellsOfPerson, input.ConsentId, now);
        // Its words may tell of someone, and this line stays: only which languages there are.
        audit.Add(input.By, isNew ? "update.write" : update.CorrectedAt != before ? "update.correct" : "update.edit", "update", update.Id, null, new
        {
            input.CampaignId,
            languages = string.Join(' ', input.Body.Select(text => text.Language.Code)),
            update.TellsOfPerson,
            update.ConsentId,
        });
        await db.SaveChangesAsync(cancel);
        return UpdateOutcome.Ok(update.Id);
    }

    private async Task<List<UpdateProblem>> ProblemsAsync(Input input, CancellationToken cancel)
    {
        var problems = new List<UpdateProblem>();
        var own = Language.Of(await db.Organisations.Select(o => o.DefaultLanguage).SingleOrDefaultAsync(cancel) ?? Language.En.Code);
        When(UpdateProblem.TitleMissing, !input.Title.Has(own));
        When(UpdateProblem.BodyMissing, !input.Body.Has(own));
        When(UpdateProblem.TitleTooLong, input.Title.Any(text => text.Text.Length > MaxTitle));
        When(UpdateProblem.BodyTooLong, input.Body.Any(text => text.Text.Length > MaxBody));
        When(UpdateProblem.ConsentUnknown,
            input is { TellsOfPerson: true, ConsentId: { } consent } && !await db.Consents.AnyAsync(c => c.Id == consent, cancel));
        return problems;

        void When(UpdateProblem problem, bool found)
        {
            if (found)
            {
                problems.Add(problem);
            }
        }
    }
}
