using Charity.Data;
using Charity.Donations;
using Charity.GiftDesk;
using Charity.Languages;
using Charity.Receipts;
using Charity.Reconciliation;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>
/// One gift's whole story: row, Stripe objects, events, postings, receipts, mails, and what staff did. Here staff correct
/// who gave, send the receipt again, write notes and have the gift compared with Stripe.
/// </summary>
[Authorize(Policy = StaffPermissions.ViewGifts)]
public sealed class GiftModel(
    CharityDb db, UseCases useCases, ResyncGift resync, PublicTokens tokens, GiftTokens gifts, PageCache pages, SiteFacts facts, PageHead head) : StaffPage
{
    /// <param name="Seen">Version of the gift that the form was filled in from.</param>
    public sealed record Correction(string? Name, string? Email, string? CompanyName, string? CompanyNumber, string? Reason, int? Seen = null);

    public GiftStory Story { get; private set; } = null!;
    public Language Fallback { get; private set; } = Language.En;
    public string ThanksAddress { get; private set; } = "";

    /// <summary>What was typed, where it must be typed again; else what stands.</summary>
    public Correction Typed { get; private set; } = new(null, null, null, null, null);

    public string? TypedNote { get; private set; }

    /// <summary>What became of what was sent: the text <c>staff.gift.{about}.{outcome}</c>.</summary>
    public (string About, string Outcome, string? Detail, bool Good)? Said { get; private set; }

    public ResyncOutcome? Compared { get; private set; }

    public bool MayCorrect => User.May(StaffPermissions.CorrectGifts) && Story.Gift.Status is DonationStatus.Succeeded or DonationStatus.Expected;

    /// <summary>The form of corrections is open because what was typed must be looked at again.</summary>
    public bool CorrectionRefused { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string? done, string? about, CancellationToken cancel)
    {
        // Anything else that stands there says nothing.
        if (done is not null && DoneKeys.TryGetValue(done, out var names) && names == about is { Length: > 0 and <= 60 })
        {
            Said = ("done", done, names ? about : null, true);
        }

        return await ShowAsync(id, cancel);
    }

    public async Task<IActionResult> OnPostNoteAsync(Guid id, string? text, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.NoteGifts))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<AddNote, AddNoteOutcome>(add => add.RunAsync(new(id, text, Me), cancel), cancel);
        TypedNote = text;
        return outcome == AddNoteOutcome.Added ? Done(id, "note") : await RefusedAsync(id, "note", outcome.ToString(), null, cancel);
    }

    public async Task<IActionResult> OnPostCorrectAsync(Guid id, Correction input, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.CorrectGifts))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<CorrectGift, CorrectGiftOutcome>(
            correct => correct.RunAsync(new(id, input.Name, input.Email, input.CompanyName, input.CompanyNumber, input.Reason, Me, input.Seen), cancel), cancel);
        if (outcome.Result is CorrectGiftResult.Reissued or CorrectGiftResult.SentAgain or CorrectGiftResult.Corrected or CorrectGiftResult.CorrectedWithoutReceipt or CorrectGiftResult.InstructedAgain)
        {
            pages.Clear();
            return Done(id, "correct-" + outcome.Result, outcome.Detail);
        }

        Typed = input;
        CorrectionRefused = true;
        return await RefusedAsync(id, "correct", outcome.Result.ToString(), outcome.Detail, cancel);
    }

    public async Task<IActionResult> OnPostShownAsync(Guid id, Anonymity anonymity, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.CorrectGifts))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<ShowDonorAs, ShowDonorOutcome>(show => show.RunAsync(new(id, anonymity, Me), cancel), cancel);
        // Whoever asked to be hidden must not stand on a page for another moment.
        pages.Clear();
        return outcome == ShowDonorOutcome.Unknown ? NotFound() : Done(id, "shown");
    }

    public async Task<IActionResult> OnPostResendAsync(Guid id, Guid receipt, string? to, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.ResendReceipts))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<ResendReceipt, ResendOutcome>(
            resend => resend.RunAsync(new(receipt, string.IsNullOrWhiteSpace(to) ? null : to, Me), cancel), cancel);
        return outcome == ResendOutcome.Queued ? Done(id, "resend") : await RefusedAsync(id, "resend", outcome.ToString(), null, cancel);
    }

    public async Task<IActionResult> OnPostResyncAsync(Guid id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.ResyncGifts))
        {
            return Forbid();
        }

        Compared = await resync.RunAsync(id, Me, cancel);
        pages.Clear();
        Said = Compared is { Result: ResyncResult.Done, Changes.Count: > 0 }
            ? ("resync", "Changed", null, true)
            : ("resync", Compared.Result.ToString(), null, Compared.Result is ResyncResult.Done or ResyncResult.JustDone);
        return await ShowAsync(id, cancel);
    }

    public string DocumentAddress(Guid receipt, int version) => $"/receipts/{tokens.For(Receipt.DocumentToken, receipt, version)}";

    public string CheckAddress(Guid receipt, int version) => $"/check/{tokens.For(Receipt.CheckToken, receipt, version)}";

    /// <summary>Parts of the address that say what was done, and whether a receipt is named with them.</summary>
    private static readonly Dictionary<string, bool> DoneKeys = new(StringComparer.Ordinal)
    {
        ["note"] = false,
        ["shown"] = false,
        ["resend"] = false,
        ["correct-" + CorrectGiftResult.Reissued] = true,
        ["correct-" + CorrectGiftResult.SentAgain] = true,
        ["correct-" + CorrectGiftResult.Corrected] = false,
        ["correct-" + CorrectGiftResult.CorrectedWithoutReceipt] = true,
        ["correct-" + CorrectGiftResult.InstructedAgain] = false,
    };

    private RedirectToPageResult Done(Guid id, string what, string? about = null) => RedirectToPage(new { id, done = what, about });

    private async Task<IActionResult> RefusedAsync(Guid id, string about, string outcome, string? detail, CancellationToken cancel)
    {
        Said = (about, outcome, detail, false);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return await ShowAsync(id, cancel);
    }

    private async Task<IActionResult> ShowAsync(Guid id, CancellationToken cancel)
    {
        if (await GiftStory.LoadAsync(db, id, cancel) is not { } story)
        {
            return NotFound();
        }

        head.Styles.Add("css/staff-gifts.css");
        Story = story;
        Fallback = (await facts.GetAsync(cancel)).DefaultLanguage;
        ThanksAddress = $"/{story.Gift.Language}/thanks/{gifts.Thanks(story.Gift.Id, story.Gift.TokenVersion)}";
        if (!CorrectionRefused)
        {
            Typed = new(story.Gift.DonorName, story.Gift.Email, story.Gift.CompanyName, story.Gift.CompanyNumber, null);
        }

        return Page();
    }
}
