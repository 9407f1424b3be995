using System.Net.Mail;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>Says who runs this installation. Run again, it changes what it said.</summary>
public sealed class SetUpOrganisation(CharityDb db, AuditLog audit)
{
    /// <param name="By">Who says it; null where no person does.</param>
    /// <param name="Languages">What the public site offers; null: what it offered before, at first all.</param>
    /// <param name="Version">What the form was opened with, 0 for nothing yet; null: whatever stands is replaced.</param>
    public sealed record Input(
        LocalizedText Name, LocalizedText Mission, LocalizedText About, LocalizedText Privacy, string ContactEmail, Language DefaultLanguage,
        Actor? By = null, int? Version = null, IReadOnlyCollection<Language>? Languages = null);

    /// <summary>Characters of a name; longer ones fit on no receipt.</summary>
    internal const int MaxName = 200;

    internal static bool TooLong(LocalizedText text, int most) => text.Any(one => one.Text.Length > most);

    public async Task<OrganisationOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = new List<OrganisationProblem>();
        if (input.Name.IsEmpty)
        {
            problems.Add(OrganisationProblem.NameMissing);
        }

        if (TooLong(input.Name, MaxName))
        {
            problems.Add(OrganisationProblem.TooLong);
        }

        if (!MailAddress.TryCreate(input.ContactEmail, out _))
        {
            problems.Add(OrganisationProblem.EmailInvalid);
        }

        if (input.Languages is { } offered && !offered.Contains(input.DefaultLanguage))
        {
            problems.Add(OrganisationProblem.DefaultLanguageNotOffered);
        }

        if (problems.Count > 0)
        {
            return OrganisationOutcome.Refused(problems);
        }

        var organisation = await db.Organisations.SingleOrDefaultAsync(cancel);
        if (input.Version is { } seen && seen != (organisation?.Version ?? 0))
        {
            return OrganisationOutcome.Refused(OrganisationProblem.ChangedMeanwhile);
        }

        var before = organisation is null ? null : Facts(organisation);
        if (organisation is null)
        {
            organisation = new Organisation();
            db.Organisations.Add(organisation);
        }

        organisation.Name = input.Name;
        organisation.Mission = input.Mission;
        organisation.About = input.About;
        organisation.Privacy = input.Privacy;
        organisation.ContactEmail = input.ContactEmail;
        organisation.DefaultLanguage = input.DefaultLanguage.Code;
        // The language that everything falls back to is always among them.
        organisation.Languages = OfferedLanguages.Store([.. input.Languages ?? organisation.Offered, input.DefaultLanguage]);
        organisation.Version++;
        if (input.By is { } by)
        {
            audit.Add(by, OrganisationActions.Describe, OrganisationActions.Subject, "1", before, Facts(organisation));
        }

        await db.SaveChangesAsync(cancel);
        return OrganisationOutcome.Ok(Guid.Empty);
    }

    /// <summary>Without the long texts, of which the audit tells only that they changed by their length.</summary>
    private static object Facts(Organisation organisation) => new
    {
        organisation.Name,
        organisation.Mission,
        organisation.ContactEmail,
        organisation.DefaultLanguage,
        organisation.Languages,
        aboutCharacters = organisation.About.Sum(text => text.Text.Length),
        privacyCharacters = organisation.Privacy.Sum(text => text.Text.Length),
    };
}
