using Charity.Accounting;
using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Drafts;

public enum SaveDraftResult
{
    /// <summary>What was typed stands in the draft, or stood there already.</summary>
    Saved,

    /// <summary>A colleague changed some of the same fields: those were left as they stand, the others are saved.</summary>
    Conflict,

    /// <summary>A time for publishing is set: nothing was saved.</summary>
    Scheduled,

    /// <summary>No such programme or currency: nothing was saved.</summary>
    Refused,
}

/// <param name="Document">What the draft holds now.</param>
/// <param name="SavedBy">Who saved what the fields in conflict hold.</param>
public sealed record SaveDraftOutcome(
    SaveDraftResult Result, CampaignDocument Document, IReadOnlyList<DraftConflict> Conflicts, string SavedBy = "");

/// <summary>
/// Saves what an editor typed beside the live campaign, which it never touches. Fields are merged with what a colleague
/// saved since; where both changed the same one, neither is lost and a person decides.
/// </summary>
public sealed class SaveDraft(CharityDb db, Ids ids, AuditLog audit, TimeProvider time)
{
    /// <param name="Seen">The fields as the editor's page showed them.</param>
    /// <param name="Settled">Fields that the editor decided to replace, by the fingerprint of the colleague's text.</param>
    public sealed record Input(
        Guid CampaignId, SeenFields Seen, CampaignDocument Typed, Actor By, IReadOnlyDictionary<string, string>? Settled = null);

    public async Task<SaveDraftOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId, cancel);
        var draft = await db.CampaignDrafts.SingleOrDefaultAsync(d => d.CampaignId == input.CampaignId, cancel);
        var stored = draft?.Document ?? await LiveCampaign.DocumentAsync(db, campaign, cancel);
        if (!await IsShowableAsync(input.Typed, cancel))
        {
            return new SaveDraftOutcome(SaveDraftResult.Refused, stored, []);
        }

        var (merged, conflicts) = DraftMerge.Of(input.Seen, input.Typed, stored, input.Settled);
        var changes = CampaignFields.Differing(stored, merged).Count > 0;
        if (changes && draft?.PublishAt is not null)
        {
            return new SaveDraftOutcome(SaveDraftResult.Scheduled, stored, []);
        }

        var savedBy = draft?.SavedBy ?? "";
        if (changes)
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (draft?.SavedById != input.By.Id)
            {
                // One line when somebody begins to write in it, not one for each pause in typing.
                audit.Add(input.By, CampaignActions.Draft, CampaignActions.Subject, campaign.Id);
            }

            if (draft is null)
            {
                draft = new CampaignDraft(ids.New(), campaign.Id, await LiveCampaign.EditionAsync(db, campaign.Id, cancel), now);
                db.CampaignDrafts.Add(draft);
            }

            var marks = draft.Translations.Length > 0 ? draft.Marks : TranslationMarks.FromJson(campaign.Translations);
            draft.Write(merged, marks.After(merged, await LiveCampaign.PreferredAsync(db, cancel)), input.By, now);
            await db.SaveChangesAsync(cancel);
        }

        return new SaveDraftOutcome(conflicts.Count > 0 ? SaveDraftResult.Conflict : SaveDraftResult.Saved, merged, conflicts, savedBy);
    }

    /// <summary>A draft may lack anything that publishing asks for, but its preview must be able to name these.</summary>
    private async Task<bool> IsShowableAsync(CampaignDocument document, CancellationToken cancel)
        => Currency.TryOf(document.Promises.GoalCurrency, out _)
           && document.Content.Currencies.All(code => Currency.TryOf(code, out _))
           && await db.Programmes.AnyAsync(p => p.Id == document.Content.ProgrammeId, cancel);
}
