using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>
/// Changes what may change about a legal entity, today or from a day to come. Code, country and receipt series stay what
/// they were: numbers given out before would no longer tell where they belong.
/// </summary>
public sealed class ChangeLegalEntity(CharityDb db, CountryPacks packs, AuditLog audit, TimeProvider time)
{
    private const string SettledCharge = "charge.updated";

    /// <param name="Version">What the form was opened with.</param>
    /// <param name="From">The first day on which it holds, in the entity's zone; null for today.</param>
    public sealed record Input(Guid EntityId, int Version, EntityFacts Facts, DateOnly? From, Actor By);

    public async Task<OrganisationOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var entity = await db.LegalEntities.SingleOrDefaultAsync(e => e.Id == input.EntityId, cancel);
        if (entity is null)
        {
            return OrganisationOutcome.Refused(OrganisationProblem.EntityUnknown);
        }

        if (entity.Version != input.Version)
        {
            return OrganisationOutcome.Refused(OrganisationProblem.ChangedMeanwhile);
        }

        var now = time.GetUtcNow().UtcDateTime;
        var today = packs.DayOf(entity.CountryPack, now);
        var facts = input.Facts.Clean();
        var problems = await FaultsAsync(entity, facts, today, input.From ?? today, cancel);
        if (problems.Count > 0)
        {
            return OrganisationOutcome.Refused(problems);
        }

        var before = EntityFacts.Of(entity);
        var planned = await db.PlannedEntityChanges.SingleOrDefaultAsync(c => c.Id == entity.Id, cancel);
        if (input.From is { } from && from > today)
        {
            if (planned is null)
            {
                planned = new PlannedEntityChange { Id = entity.Id };
                db.PlannedEntityChanges.Add(planned);
            }

            (planned.From, planned.Facts, planned.PlannedAt) = (from, facts.ToJson(), now);
            (planned.PlannedById, planned.PlannedBy) = (input.By.Id, input.By.Name);
            entity.Version++;
            audit.Add(input.By, OrganisationActions.PlanEntityChange, OrganisationActions.EntitySubject, entity.Id, before, new { from = Text(from), facts });
        }
        else
        {
            if (planned is not null)
            {
                // It was made from facts that no longer stand.
                db.PlannedEntityChanges.Remove(planned);
            }

            facts.WriteTo(entity);
            audit.Add(input.By, OrganisationActions.ChangeEntity, OrganisationActions.EntitySubject, entity.Id, before, facts);
        }

        await db.SaveChangesAsync(cancel);
        return OrganisationOutcome.Ok(entity.Id);
    }

    /// <summary>Takes back a change that was planned and does not hold yet.</summary>
    public async Task<OrganisationOutcome> WithdrawAsync(Guid entityId, Actor by, CancellationToken cancel)
    {
        if (await db.PlannedEntityChanges.SingleOrDefaultAsync(c => c.Id == entityId, cancel) is not { } planned)
        {
            return OrganisationOutcome.Refused(OrganisationProblem.ChangedMeanwhile);
        }

        var entity = await db.LegalEntities.SingleAsync(e => e.Id == entityId, cancel);
        entity.Version++;
        db.PlannedEntityChanges.Remove(planned);
        audit.Add(by, OrganisationActions.WithdrawEntityChange, OrganisationActions.EntitySubject, entityId, before: new { from = Text(planned.From) });
        await db.SaveChangesAsync(cancel);
        return OrganisationOutcome.Ok(entityId);
    }

    private async Task<List<OrganisationProblem>> FaultsAsync(
        LegalEntity entity, EntityFacts facts, DateOnly today, DateOnly from, CancellationToken cancel)
    {
        var problems = new List<OrganisationProblem>();
        Add(OrganisationProblem.NameMissing, facts.Name.IsEmpty);
        Add(OrganisationProblem.AddressMissing, facts.Address.IsEmpty);
        Add(OrganisationProblem.TooLong,
            SetUpOrganisation.TooLong(facts.Name, SetUpOrganisation.MaxName) || SetUpOrganisation.TooLong(facts.Address, 2 * SetUpOrganisation.MaxName)
            || SetUpOrganisation.TooLong(facts.SignatoryRole, SetUpOrganisation.MaxName) || facts.SignatoryName?.Length > SetUpOrganisation.MaxName);
        Add(OrganisationProblem.RegisterUrlInvalid, facts.RegisterUrl is not null && !AddLegalEntity.IsWeb(facts.RegisterUrl));
        problems.AddRange(RegistrationCheck.Faults(packs.For(entity, today), facts.RegistrationNumber, facts.TaxNumber));
        Add(OrganisationProblem.DayPast, from < today);
        Add(OrganisationProblem.NothingChanges, facts == EntityFacts.Of(entity));
        if (facts.StripeAccount != entity.StripeAccount)
        {
            Add(OrganisationProblem.CardAccountInvalid, facts.StripeAccount is not null && !facts.StripeAccount.StartsWith("acct_", StringComparison.Ordinal));
            Add(OrganisationProblem.CardAccountTaken,
                facts.StripeAccount is not null && await db.LegalEntities.AnyAsync(e => e.Id != entity.Id && e.StripeAccount == facts.StripeAccount, cancel));
            // Its charges would lose the entity whose books they are in. Each of them makes this event once it is settled.
            Add(OrganisationProblem.CardAccountInUse,
                entity.StripeAccount is not null && await db.Inbox.AnyAsync(e => e.Account == entity.StripeAccount && e.Type == SettledCharge, cancel));
        }

        return problems;

        void Add(OrganisationProblem problem, bool found)
        {
            if (found)
            {
                problems.Add(problem);
            }
        }
    }

    private static string Text(DateOnly day) => FormattableString.Invariant($"{day:yyyy-MM-dd}");
}

/// <summary>Puts planned changes in force on their day.</summary>
public sealed class ApplyPlannedChanges(CharityDb db, CountryPacks packs, AuditLog audit, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var done = 0;
        foreach (var planned in await db.PlannedEntityChanges.ToListAsync(cancel))
        {
            var entity = await db.LegalEntities.SingleAsync(e => e.Id == planned.Id, cancel);
            if (packs.DayOf(entity.CountryPack, now) < planned.From)
            {
                continue;
            }

            var (before, facts) = (EntityFacts.Of(entity), EntityFacts.FromJson(planned.Facts));
            facts.WriteTo(entity);
            db.PlannedEntityChanges.Remove(planned);
            audit.Add(
                new Actor(planned.PlannedById, planned.PlannedBy), OrganisationActions.ChangeEntity, OrganisationActions.EntitySubject, entity.Id, before, facts);
            done++;
        }

        await db.SaveChangesAsync(cancel);
        return done;
    }
}

internal sealed class ApplyPlannedChangesJob(UseCases useCases) : ITimetableJob
{
    public string Name => "organisation.planned-changes";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancel)
        => await useCases.RunAsync<ApplyPlannedChanges, int>(apply => apply.RunAsync(cancel), cancel);
}
