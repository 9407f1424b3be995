namespace Charity.Exceptions;

/// <summary>
/// Looks whether what a finding tells of is over: the receipt was issued since, the mail arrived, the dispute ended. Each
/// room answers for the kinds whose facts it holds; a kind for which no fact can tell has no check.
/// </summary>
public interface ICauseCheck
{
    IReadOnlyList<ExceptionKind> Kinds { get; }

    /// <summary>Those of the open findings, all of its own kinds, whose cause is gone.</summary>
    Task<IEnumerable<Guid>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel);
}

/// <summary>All the checks together.</summary>
public sealed class Causes(IEnumerable<ICauseCheck> checks)
{
    /// <summary>Ids of those whose cause is gone; a few queries for all of them together.</summary>
    public async Task<IReadOnlySet<Guid>> GoneAsync(IEnumerable<ExceptionItem> findings, CancellationToken cancel)
    {
        var open = findings.Where(finding => finding.IsOpen).ToList();
        var gone = new HashSet<Guid>();
        foreach (var check in checks)
        {
            var own = open.Where(finding => check.Kinds.Contains(finding.Kind)).ToList();
            if (own.Count > 0)
            {
                gone.UnionWith(await check.GoneAsync(own, cancel));
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

    /// <summary>The same for an id of ours.</summary>
    public static Guid? GuidOf(this ExceptionItem finding, string type) => Guid.TryParse(finding.IdOf(type), out var id) ? id : null;
}
