namespace Charity.Web.Pages.Staff;

/// <summary>A subject such as <c>mail:019c17d9-…</c> as people can read and compare it: of a long id of ours the last eight digits, anything else as it is.</summary>
internal static class BriefId
{
    private const int Length = 8;

    public static string Of(string subject)
    {
        var colon = subject.LastIndexOf(':');
        return Guid.TryParse(subject.AsSpan(colon + 1), out var id) ? $"{subject[..(colon + 1)]}…{Of(id)}" : subject;
    }

    /// <summary>The last digits: the first ones of an id tell only when it was made, and are the same for many.</summary>
    public static string Of(Guid id) => id.ToString("N")[^Length..];
}
