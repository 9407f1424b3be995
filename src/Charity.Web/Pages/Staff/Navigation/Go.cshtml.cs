using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Navigation;

/// <summary>
/// Where the command box leads: to a page by its name, to a gift by its number, its receipt's number or its transfer's
/// reference, otherwise to the gifts found by these words.
/// </summary>
[Authorize(Policy = StaffSignIn.SecondFactorPolicy)]
public sealed class GoModel(CharityDb db, StaffNavigation navigation, LanguageTexts texts) : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    /// <summary>Pages whose name holds what was typed; all of them where nothing was.</summary>
    public IReadOnlyList<(string Name, string Path)> Links { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var typed = (Query ?? "").Trim();
        var words = SearchText.Normalise(typed);
        var all = navigation.For(User).Select(link => (Name: texts[link.Name], link.Path)).ToList();
        if (all.Find(link => SearchText.Normalise(link.Name) == words) is { Path: { } path })
        {
            return LocalRedirect(path);
        }

        Links = [.. all.Where(link => SearchText.Normalise(link.Name).Contains(words, StringComparison.Ordinal))];
        if (typed.Length == 0 || !User.May(StaffPermissions.ViewGifts))
        {
            return Page();
        }

        if (await GiftAsync(typed, cancel) is { } gift)
        {
            return LocalRedirect($"/staff/gifts/{gift}");
        }

        return Links.Count > 0 ? Page() : RedirectToPage("/Staff/Gifts/Index", new { q = typed });
    }

    private async Task<Guid?> GiftAsync(string typed, CancellationToken cancel)
    {
        if (Guid.TryParse(typed, out var id))
        {
            return await db.Donations.Where(gift => gift.Id == id).Select(gift => (Guid?)gift.Id).FirstOrDefaultAsync(cancel);
        }

        var number = typed.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return await db.Receipts.Where(receipt => receipt.Number == number).Select(receipt => (Guid?)receipt.DonationId).FirstOrDefaultAsync(cancel)
               ?? await db.Donations.Where(gift => gift.TransferReference == number).Select(gift => (Guid?)gift.Id).FirstOrDefaultAsync(cancel);
    }
}
