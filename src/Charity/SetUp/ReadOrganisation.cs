using Charity.Accounting;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.SetUp;

/// <summary>The steps about the organisation, its legal entities, their countries and bank accounts, as the database has them.</summary>
internal sealed class ReadOrganisation(CharityDb db, CountryPacks packs, TimeProvider time)
{
    public async Task<IReadOnlyList<SetUpReport>> RunAsync(CancellationToken cancel)
    {
        var organisation = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(cancel);
        var entities = await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).ToListAsync(cancel);
        var accounts = await db.BankAccounts.AsNoTracking().OrderBy(a => a.AccountCode).ToListAsync(cancel);
        var planned = await db.PlannedEntityChanges.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.From, cancel);
        return
        [
            new(SetUpStep.Organisation, [.. About(organisation), .. entities.SelectMany(e => Of(e, planned)), .. None(entities)]),
            new(SetUpStep.Country, [.. entities.SelectMany(CountryOf), .. None(entities)]),
            new(SetUpStep.Bank, [.. entities.SelectMany(e => BankOf(e, accounts.FindAll(a => a.LegalEntityId == e.Id))), .. None(entities)]),
        ];
    }

    private static IEnumerable<SetUpFinding> None(List<LegalEntity> entities)
    {
        if (entities.Count == 0)
        {
            yield return SetUpFinding.Open(new TextKey("setup.found.entity-none"));
        }
    }

    private static IEnumerable<SetUpFinding> About(Organisation.Organisation? organisation)
    {
        yield return organisation is null
            ? SetUpFinding.Open(new TextKey("setup.found.organisation-none"))
            : SetUpFinding.Good(new TextKey("setup.found.organisation"), ("name", organisation.Name), ("email", organisation.ContactEmail));
    }

    private IEnumerable<SetUpFinding> Of(LegalEntity entity, Dictionary<Guid, DateOnly> planned)
    {
        var pack = PackOf(entity);
        var name = ("entity", (object?)entity.Name);
        if (RegistrationCheck.Faults(pack, entity.RegistrationNumber, entity.TaxNumber).Any())
        {
            yield return SetUpFinding.Bad(new TextKey("setup.found.entity-number"), name, ("number", entity.RegistrationNumber));
        }
        else
        {
            yield return SetUpFinding.Good(
                new TextKey("setup.found.entity"), name, ("number", entity.RegistrationNumber), ("series", entity.ReceiptPrefix), ("zone", pack.TimeZone));
        }

        if (RegistrationCheck.LacksPrintedNumber(pack, entity.RegistrationNumber, entity.TaxNumber))
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.entity-tax-number"), name);
        }

        if (entity.Address.IsEmpty)
        {
            yield return SetUpFinding.Open(new TextKey("setup.found.entity-address"), name);
        }

        if (entity.SignatoryName is null && pack.Certificate.Items.Any(item => item is { Fact: CertificateFact.Signatory, Required: not RequiredWhen.Never }))
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.entity-signatory"), name);
        }

        if (planned.TryGetValue(entity.Id, out var from))
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.entity-planned"), name, ("day", from));
        }
    }

    private IEnumerable<SetUpFinding> CountryOf(LegalEntity entity)
    {
        var name = ("entity", (object?)entity.Name);
        var pack = PackOf(entity);
        if (pack.Country is null)
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.country-general"), name);
            yield break;
        }

        yield return SetUpFinding.Good(
            new TextKey("setup.found.country"), name, ("country", pack.Country), ("day", pack.InForceFrom), ("currency", pack.ReportingCurrency.Code));
        var today = packs.DayOf(entity.CountryPack, time.GetUtcNow().UtcDateTime);
        if (packs.Versions(entity.CountryPack).LastOrDefault(version => version.InForceFrom > today) is { } next)
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.country-next"), name, ("day", next.InForceFrom));
        }
    }

    private IEnumerable<SetUpFinding> BankOf(LegalEntity entity, List<BankAccount> accounts)
    {
        var name = ("entity", (object?)entity.Name);
        var pack = PackOf(entity);
        if (!accounts.Exists(account => account.AcceptsDonations))
        {
            // With a card account it can take gifts all the same; with neither it can take none.
            yield return entity.StripeAccount is null
                ? SetUpFinding.Open(new TextKey("setup.found.bank-none"), name)
                : SetUpFinding.Note(new TextKey("setup.found.bank-cards-only"), name);
        }

        foreach (var account in accounts)
        {
            var iban = ("iban", (object?)Iban.Grouped(account.Iban));
            if (!Iban.TryNormalise(account.Iban, out _))
            {
                yield return SetUpFinding.Bad(new TextKey("setup.found.bank-iban"), name, iban);
                continue;
            }

            yield return SetUpFinding.Good(new TextKey("setup.found.bank"), iban, ("holder", account.Holder), ("currency", account.Currency));
            if (pack.Country is { } country && !account.Iban.StartsWith(country, StringComparison.Ordinal))
            {
                yield return SetUpFinding.Note(new TextKey("setup.found.bank-abroad"), iban, ("country", country));
            }

            if (!Currency.TryOf(account.Currency, out var currency) || !pack.SettlementCurrencies.Contains(currency))
            {
                yield return SetUpFinding.Note(new TextKey("setup.found.bank-currency"), iban, ("currency", account.Currency));
            }
        }
    }

    private CountryPack PackOf(LegalEntity entity) => packs.At(entity, time.GetUtcNow().UtcDateTime);
}
