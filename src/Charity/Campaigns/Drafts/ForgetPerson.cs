using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Drafts;

/// <summary>
/// Takes a person whose consent is over out of drafts and of editions that were public once: neither the history nor a
/// draft may bring them back.
/// </summary>
internal static class ForgetPerson
{
    /// <param name="neutral">Stands for a story that has no other version.</param>
    /// <returns>Drafts that wait for their time and lost their story: nobody has looked at what they would show now.</returns>
    public static async Task<IReadOnlyList<CampaignDraft>> ClearAsync(CharityDb db, Guid consentId, LocalizedText neutral, CancellationToken cancel)
    {
        var storyless = new List<CampaignDraft>();
        // Found by the id inside the stored text; whether it is the story's consent, the document itself says.
        var mark = $"%{consentId}%";
        foreach (var draft in await db.CampaignDrafts.Where(d => EF.Functions.Like(d.Body, mark)).ToListAsync(cancel))
        {
            if (Without(draft.Document, consentId, neutral) is { } document)
            {
                draft.Forget(document);
                if (draft.PublishAt is not null && document.Content.Story == neutral)
                {
                    storyless.Add(draft);
                }
            }
        }

        foreach (var edition in await db.CampaignEditions.Where(e => EF.Functions.Like(e.Body, mark)).ToListAsync(cancel))
        {
            if (Without(edition.Document, consentId, neutral) is { } document)
            {
                edition.Body = document.ToJson();
            }
        }

        return storyless;
    }

    private static CampaignDocument? Without(CampaignDocument document, Guid consentId, LocalizedText neutral)
    {
        if (document.Content.StoryConsentId != consentId)
        {
            return null;
        }

        var other = document.Content.StoryWithoutPerson ?? LocalizedText.Empty;
        return document with
        {
            Content = document.Content with
            {
                Story = other.IsEmpty ? neutral : other,
                StoryTellsOfPerson = false,
                StoryConsentId = null,
                StoryWithoutPerson = LocalizedText.Empty,
            },
        };
    }
}
