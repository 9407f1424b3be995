namespace Charity.Exceptions;

/// <summary>How the cause of a finding came to an end. Stored by name.</summary>
public enum CauseEnd
{
    /// <summary>What was wrong is right since.</summary>
    Over,

    /// <summary>A dispute was answered; the network decides.</summary>
    Answered,

    /// <summary>A dispute was decided for us.</summary>
    Won,

    /// <summary>A dispute was decided against us: nothing is left to answer.</summary>
    Lost,

    /// <summary>An inquiry was closed without a dispute.</summary>
    InquiryClosed,

    /// <summary>An inquiry became a dispute, which is a finding of its own.</summary>
    BecameDispute,

    /// <summary>The provider settled it before it became a dispute.</summary>
    Prevented,

    /// <summary>A loss stands in the books.</summary>
    LossBooked,
}

/// <summary>A finding whose cause is gone.</summary>
public readonly record struct GoneCause(Guid Finding, CauseEnd End);

/// <summary>
/// Looks whether what a finding tells of is over: the receipt was issued since, the mail arrived, the dispute ended. Each
/// room answers for the kinds whose facts it holds; a kind for which no fact can tell has no check.
/// </summary>
public interface ICauseCheck
{
    IReadOnlyList<ExceptionKind> Kinds { get; }

    /// <summary>Those of the open findings, all of its own kinds, whose cause is gone.</summary>
    Task<IEnumerable<GoneCause>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel);
}

/// <summary>All the checks together.</summary>
public sealed class Causes(IEnumerable<ICauseCheck> checks)
{
    /// <summary>Those whose cause is gone, by id, and how; a few queries for all of them together.</summary>
    public async Task<IReadOnlyDictionary<Guid, CauseEnd>> GoneAsync(IEnumerable<ExceptionItem> findings, CancellationToken cancel)
    {
        var open = findings.Where(finding => finding.IsOpen).ToList();
        var gone = new Dictionary<Guid, CauseEnd>();
        foreach (var check in checks)
        {
            var own = open.Where(finding => check.Kinds.Contains(finding.Kind)).ToList();
            if (own.Count > 0)
            {
                foreach (var (finding, end) in await check.GoneAsync(own, cancel))
                {
                    gone[finding] = end;
                }
            }
        }

        return gone;
    }
}

/// <summary>Reads back what <see cref="ExceptionSubject"/> wrote.</summary>
public static class SubjectParts
{
    /// <summary>What stands behind the subject's type, up to the next colon: the id; null where the type is another.</summary>
    public static string? IdOf(this ExceptionItem finding, string type)
        => finding.Subject.StartsWith(type + ":", StringComparison.Ordinal) ? finding.Subject[(type.Length + 1)..].Split(':')[0] : null;

    /// <summary>Its cause is gone.</summary>
    public static GoneCause Gone(this ExceptionItem finding, CauseEnd end = CauseEnd.Over) => new(finding.Id, end);

    /// <summary>The same for an id of ours.</summary>
    public static Guid? GuidOf(this ExceptionItem finding, string type) => Guid.TryParse(finding.IdOf(type), out var id) ? id : null;
}
