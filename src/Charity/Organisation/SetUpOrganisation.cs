using System.Net.Mail;
using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>Says who runs this installation. Run again, it changes what it said.</summary>
public sealed class SetUpOrganisation(CharityDb db)
{
    public sealed record Input(
        LocalizedText Name, LocalizedText Mission, LocalizedText About, LocalizedText Privacy, string ContactEmail, Language DefaultLanguage);

    public async Task<OrganisationOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = new List<OrganisationProblem>();
        if (input.Name.IsEmpty)
        {
            problems.Add(OrganisationProblem.NameMissing);
        }

        if (!MailAddress.TryCreate(input.ContactEmail, out _))
        {
            problems.Add(OrganisationProblem.EmailInvalid);
        }

        if (problems.Count > 0)
        {
            return OrganisationOutcome.Refused(problems);
        }

        var organisation = await db.Organisations.SingleOrDefaultAsync(cancel);
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
        organisation.Version++;
        await db.SaveChangesAsync(cancel);
        return OrganisationOutcome.Ok(Guid.Empty);
    }
}
