using Charity.Data;
using Charity.Data.Audit;
using Charity.Files;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>Records a consent, or corrects one that stands. Pictures under it open or close with its dates and places.</summary>
public sealed class RecordConsent(CharityDb db, Ids ids, StoreDocument documents, ConsentDay day, ConsentPictures pictures, AuditLog audit, TimeProvider time)
{
    /// <summary>Years for which anyone may agree at once; then they are asked again.</summary>
    public const int LongestYears = 10;

    /// <param name="ConsentId">Null for a new one.</param>
    /// <param name="Version">The version that the editor saw; a newer one refuses the save.</param>
    /// <param name="Document">A PDF, JPEG or PNG of the signed paper; null leaves what stands.</param>
    public sealed record Input(
        Guid? ConsentId, int Version, string Person, bool IsChild, string Guardian, string GuardianRelation, string Purpose, ConsentPlaces Places,
        DateOnly From, DateOnly Until, Actor By, ReadOnlyMemory<byte>? Document = null);

    public async Task<ConsentOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = Problems(input);
        var consent = input.ConsentId is { } id ? await db.Consents.SingleOrDefaultAsync(c => c.Id == id, cancel) : null;
        if (input.ConsentId is not null && consent is null)
        {
            return ConsentOutcome.Refused(ConsentProblem.Unknown);
        }

        if (consent is not null)
        {
            When(problems, ConsentProblem.Ended, consent.WithdrawnOn is not null || consent.ClearedAt is not null);
            When(problems, ConsentProblem.ChangedMeanwhile, consent.Version != input.Version);
        }

        StoredFile? file = null;
        if (problems.Count == 0 && input.Document is { Length: > 0 } content)
        {
            (file, var fault) = await documents.PutAsync(content, cancel);
            When(problems, ConsentProblem.DocumentTooLarge, fault == DocumentFault.TooLarge);
            When(problems, ConsentProblem.DocumentUnknownFormat, fault == DocumentFault.UnknownFormat);
        }

        if (problems.Count > 0)
        {
            return ConsentOutcome.Refused(problems);
        }

        var isNew = consent is null;
        var before = consent is null ? null : Facts(consent);
        if (consent is null)
        {
            consent = new Consent(ids.New(), time.GetUtcNow().UtcDateTime, input.By.Name);
            db.Consents.Add(consent);
        }

        consent.Write(
            input.Person.Trim(), input.IsChild, input.Guardian.Trim(), input.GuardianRelation.Trim(), input.Purpose.Trim(), input.Places, input.From, input.Until);
        if (file is not null)
        {
            consent.Attach(file.Sha256);
        }

        await pictures.FollowAsync(consent, await day.TodayAsync(cancel), cancel);
        audit.Add(input.By, isNew ? "consent.record" : "consent.correct", "consent", consent.Id, before, Facts(consent));
        await db.SaveChangesAsync(cancel);
        return ConsentOutcome.Ok(consent.Id);
    }

    /// <summary>For the audit: never who.</summary>
    private static object Facts(Consent consent)
        => new { consent.IsChild, places = consent.Places, consent.From, consent.Until, paper = consent.DocumentSha256 is not null };

    private static List<ConsentProblem> Problems(Input input)
    {
        var problems = new List<ConsentProblem>();
        When(problems, ConsentProblem.PersonMissing, string.IsNullOrWhiteSpace(input.Person));
        When(problems, ConsentProblem.GuardianMissing,
            input.IsChild && (string.IsNullOrWhiteSpace(input.Guardian) || string.IsNullOrWhiteSpace(input.GuardianRelation)));
        When(problems, ConsentProblem.PurposeMissing, string.IsNullOrWhiteSpace(input.Purpose));
        When(problems, ConsentProblem.TooLong,
            input.Person.Length > ConsentMapping.MaxName || input.Guardian.Length > ConsentMapping.MaxName
            || input.GuardianRelation.Length > ConsentMapping.MaxRelation || input.Purpose.Length > ConsentMapping.MaxPurpose);
        When(problems, ConsentProblem.PlaceMissing, !input.Places.Any);
        When(problems, ConsentProblem.EndsBeforeStart, input.Until < input.From);
        When(problems, ConsentProblem.TooLongAhead, input.From.Year > 9000 || input.Until > input.From.AddYears(LongestYears));
        return problems;
    }

    private static void When(List<ConsentProblem> problems, ConsentProblem problem, bool found)
    {
        if (found)
        {
            problems.Add(problem);
        }
    }
}
