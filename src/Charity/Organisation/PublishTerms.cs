using System.Security.Cryptography;
using System.Text;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>Publishes a new version of an entity's terms of giving. Earlier versions stay readable for good.</summary>
public sealed class PublishTerms(CharityDb db, Ids ids, AuditLog audit, TimeProvider time)
{
    public sealed record Input(Guid LegalEntityId, LocalizedText Text, Actor? By = null);

    public async Task<OrganisationOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (input.Text.IsEmpty)
        {
            return OrganisationOutcome.Refused(OrganisationProblem.TextMissing);
        }

        if (!await db.LegalEntities.AnyAsync(e => e.Id == input.LegalEntityId, cancel))
        {
            return OrganisationOutcome.Refused(OrganisationProblem.EntityUnknown);
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(input.Text.ToJson()));
        var last = await db.Terms.Where(t => t.LegalEntityId == input.LegalEntityId).OrderByDescending(t => t.Number).FirstOrDefaultAsync(cancel);
        if (last is not null && last.Sha256.AsSpan().SequenceEqual(hash))
        {
            return OrganisationOutcome.Refused(OrganisationProblem.TextUnchanged);
        }

        var terms = new TermsVersion
        {
            Id = ids.New(),
            LegalEntityId = input.LegalEntityId,
            Number = (last?.Number ?? 0) + 1,
            InForceFrom = time.GetUtcNow().UtcDateTime,
            Text = input.Text,
            Sha256 = hash,
        };
        db.Terms.Add(terms);
        if (input.By is { } by)
        {
            audit.Add(
                by, OrganisationActions.PublishTerms, OrganisationActions.EntitySubject, input.LegalEntityId,
                after: new { terms.Number, sha256 = Convert.ToHexStringLower(hash), languages = string.Join(' ', input.Text.Select(text => text.Language.Code)) });
        }

        await db.SaveChangesAsync(cancel);
        return OrganisationOutcome.Ok(terms.Id);
    }
}
