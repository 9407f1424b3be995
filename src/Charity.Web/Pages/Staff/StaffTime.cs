using Charity.Languages;

namespace Charity.Web.Pages.Staff;

/// <summary>Moments on staff pages: in UTC and said so, since staff sit in several zones and compare with Stripe's own pages.</summary>
internal static class StaffTime
{
    public static string Of(DateTime utc, Language language)
        => $"{DateFormat.Brief(DateOnly.FromDateTime(utc), language)} {DateFormat.Time(TimeOnly.FromDateTime(utc))} UTC";
}
