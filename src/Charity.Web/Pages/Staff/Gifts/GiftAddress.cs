using Charity.GiftDesk;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>Addresses of the gift pages.</summary>
internal static class GiftAddress
{
    /// <summary>The list under a filter.</summary>
    /// <param name="place">Which page of it, such as <c>last=true</c>.</param>
    public static string List(GiftFilter filter, string? place = null) => With("/staff/gifts", filter, place);

    /// <summary>The exports, with the filter of the next.</summary>
    public static string Export(GiftFilter filter) => With("/staff/gifts/export", filter, null);

    private static string With(string path, GiftFilter filter, string? more)
        => path + (string.Join('&', new[] { filter.ToAddress(), more }.Where(p => !string.IsNullOrEmpty(p))) is { Length: > 0 } all ? "?" + all : "");
}
