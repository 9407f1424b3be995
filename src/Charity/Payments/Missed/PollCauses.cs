using Charity.Data;
using Charity.Exceptions;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>The provider's lists are read again since; a key that was refused is taken again.</summary>
internal sealed class PollCauses(CharityDb db) : ICauseCheck
{
    public IReadOnlyList<ExceptionKind> Kinds { get; } = [ExceptionKind.PollGap, ExceptionKind.GatewayMisconfigured];

    public async Task<IEnumerable<GoneCause>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel)
    {
        var marks = await db.PollMarks.AsNoTracking().ToListAsync(cancel);
        return open.Where(finding => marks.Exists(mark => mark.LastGoodAt > finding.FoundAt && IsAbout(mark, finding))).Select(finding => finding.Gone());
    }

    private static bool IsAbout(PollMark mark, ExceptionItem finding)
        => finding.Kind == ExceptionKind.GatewayMisconfigured
            ? finding.IdOf("account") == mark.Account
            : finding.Subject.StartsWith($"poll:{mark.Account}:{mark.Stream}:", StringComparison.Ordinal);
}
