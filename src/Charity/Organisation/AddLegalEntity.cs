using System.Text.RegularExpressions;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>Adds a registered body that owns money. Its books are opened by the message that this leaves.</summary>
public sealed partial class AddLegalEntity(CharityDb db, Ids ids, Outbox outbox, CountryPacks packs, AuditLog audit, TimeProvider time)
{
    /// <summary>Characters of <see cref="LegalEntity.TaxNumber"/>.</summary>
    internal const int MaxTaxNumber = 32;

    /// <param name="By">Who adds it; null where no person does.</param>
    /// <param name="TaxNumber">Where it is another than the registration number; as it is to be printed.</param>
    public sealed record Input(
        string Code, LocalizedText Name, LocalizedText Address, string RegistrationNumber, string? RegisterUrl, string CountryPack,
        string? StripeAccount, string ReceiptPrefix, string? SignatoryName, LocalizedText SignatoryRole,
        string? TaxNumber = null, Actor? By = null);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,15}\\z")]
    private static partial Regex CodeForm();

    [GeneratedRegex("^[A-Z0-9]{1,16}\\z")]
    private static partial Regex PrefixForm();

    /// <summary>It becomes a link on every page: nothing but an address of the web.</summary>
    internal static bool IsWeb(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is ("https" or "http");

    public async Task<OrganisationOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = new List<OrganisationProblem>();
        Add(OrganisationProblem.NameMissing, input.Name.IsEmpty);
        Add(OrganisationProblem.CodeInvalid, !CodeForm().IsMatch(input.Code));
        Add(OrganisationProblem.CodeTaken, await db.LegalEntities.AnyAsync(e => e.Code == input.Code, cancel));
        Add(OrganisationProblem.RegisterUrlInvalid, input.RegisterUrl is not null && !IsWeb(input.RegisterUrl));
        var taxNumber = string.IsNullOrWhiteSpace(input.TaxNumber) ? null : input.TaxNumber.Trim();
        if (packs.Has(input.CountryPack))
        {
            problems.AddRange(RegistrationCheck.Faults(packs.At(input.CountryPack, time.GetUtcNow().UtcDateTime), input.RegistrationNumber, taxNumber));
        }

        Add(OrganisationProblem.TooLong, SetUpOrganisation.TooLong(input.Name, SetUpOrganisation.MaxName));
        Add(OrganisationProblem.ReceiptPrefixInvalid, !PrefixForm().IsMatch(input.ReceiptPrefix));
        Add(OrganisationProblem.ReceiptPrefixTaken, await db.LegalEntities.AnyAsync(e => e.ReceiptPrefix == input.ReceiptPrefix, cancel));
        Add(OrganisationProblem.CountryPackUnknown, !packs.Has(input.CountryPack));
        Add(OrganisationProblem.CardAccountInvalid, input.StripeAccount is not null && !input.StripeAccount.StartsWith("acct_", StringComparison.Ordinal));
        Add(OrganisationProblem.CardAccountTaken,
            input.StripeAccount is not null && await db.LegalEntities.AnyAsync(e => e.StripeAccount == input.StripeAccount, cancel));
        if (problems.Count > 0)
        {
            return OrganisationOutcome.Refused(problems);
        }

        var entity = new LegalEntity
        {
            Id = ids.New(),
            Code = input.Code,
            Name = input.Name,
            Address = input.Address,
            RegistrationNumber = input.RegistrationNumber.Trim(),
            RegisterUrl = input.RegisterUrl,
            TaxNumber = taxNumber,
            CountryPack = input.CountryPack,
            StripeAccount = input.StripeAccount,
            ReceiptPrefix = input.ReceiptPrefix,
            SignatoryName = input.SignatoryName,
            SignatoryRole = input.SignatoryRole,
        };
        db.LegalEntities.Add(entity);
        outbox.Add(new EntityAdded(entity.Id));
        if (input.By is { } by)
        {
            audit.Add(
                by, OrganisationActions.AddEntity, OrganisationActions.EntitySubject, entity.Id,
                after: new { entity.Code, entity.CountryPack, entity.ReceiptPrefix, entity.StripeAccount, facts = EntityFacts.Of(entity) });
        }

        await db.SaveChangesAsync(cancel);
        return OrganisationOutcome.Ok(entity.Id);

        void Add(OrganisationProblem problem, bool found)
        {
            if (found)
            {
                problems.Add(problem);
            }
        }
    }
}
