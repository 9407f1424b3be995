using Charity.Campaigns.Consents;
using Charity.Data.Audit;

namespace Charity.Web.Pages.Staff.Consents;

/// <summary>A consent as staff write it down.</summary>
public sealed class ConsentForm
{
    public string? Person { get; set; }

    public bool IsChild { get; set; }

    public string? Guardian { get; set; }

    public string? GuardianRelation { get; set; }

    public string? Purpose { get; set; }

    public bool OnSite { get; set; } = true;

    public bool InMail { get; set; }

    public bool InReports { get; set; }

    public bool OnSocial { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? Until { get; set; }

    internal static ConsentForm Of(Consent consent) => new()
    {
        Person = consent.Person,
        IsChild = consent.IsChild,
        Guardian = consent.Guardian,
        GuardianRelation = consent.GuardianRelation,
        Purpose = consent.Purpose,
        OnSite = consent.OnSite,
        InMail = consent.InMail,
        InReports = consent.InReports,
        OnSocial = consent.OnSocial,
        From = consent.From,
        Until = consent.Until,
    };

    internal async Task<RecordConsent.Input> ToInputAsync(Guid? id, int version, IFormFile? paper, Actor by, CancellationToken cancel) => new(
        id, version, Person ?? "", IsChild, Guardian ?? "", GuardianRelation ?? "", Purpose ?? "", new(OnSite, InMail, InReports, OnSocial),
        // A day left out is a consent that ends before it begins: refused, with the sentence on dates.
        From ?? DateOnly.MaxValue.AddYears(-1000), Until ?? DateOnly.MinValue, by, await ReadAsync(paper, cancel));

    /// <summary>At most a byte more than is taken: enough to see that it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(IFormFile? paper, CancellationToken cancel)
    {
        if (paper is not { Length: > 0 })
        {
            return null;
        }

        var content = new byte[Math.Min(paper.Length, Charity.Files.StoreDocument.MaxBytes + 1)];
        await using var stream = paper.OpenReadStream();
        await stream.ReadExactlyAsync(content, cancel);
        return content;
    }
}
