using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Charity.Receipts;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>One gift's whole story: row, Stripe objects, events, postings, receipts, mails.</summary>
[Authorize(Policy = StaffPermissions.ViewGifts)]
public sealed class GiftModel(CharityDb db, PublicTokens tokens, GiftTokens gifts, SiteFacts facts) : StaffPage
{
    public GiftStory Story { get; private set; } = null!;
    public Language Fallback { get; private set; } = Language.En;
    public string ThanksAddress { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await GiftStory.LoadAsync(db, id, cancel) is not { } story)
        {
            return NotFound();
        }

        Story = story;
        Fallback = (await facts.GetAsync(cancel)).DefaultLanguage;
        ThanksAddress = $"/{story.Gift.Language}/thanks/{gifts.Thanks(story.Gift.Id, story.Gift.TokenVersion)}";
        return Page();
    }

    public string DocumentAddress(Guid receipt, int version) => $"/receipts/{tokens.For(Receipt.DocumentToken, receipt, version)}";

    public string CheckAddress(Guid receipt, int version) => $"/check/{tokens.For(Receipt.CheckToken, receipt, version)}";
}
