using Charity.Data;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Staff;

/// <summary>Writes the mail that says which draft was not published at its time, and why.</summary>
public sealed class RefusalMail(CharityDb db, Letterhead letterhead, Texts texts, IOptions<SiteOptions> site) : IMailWriter
{
    public const string MailKind = "staff-unpublished";

    public string Kind => MailKind;

    internal static string SubjectOf(Guid draft, Guid schedule, Guid person) => $"{draft:N}#{schedule:N}#{person:N}";

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var id = Guid.ParseExact(mail.Subject.Split('#')[0], "N");
        if (await db.CampaignDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancel) is not { RefusedAt: not null } draft)
        {
            // Mended, published or thrown away before the mail went.
            return null;
        }

        var language = Language.Of(mail.Language);
        var T = texts.In(language);
        var own = await db.Organisations.AsNoTracking().Select(o => o.DefaultLanguage).SingleOrDefaultAsync(cancel);
        var campaign = draft.Document.Content.Title.In(language, own is null ? Language.En : Language.Of(own)).Text;
        var (name, _, _) = await letterhead.InAsync(language, cancel);
        var letter = new Letter(
            language, name, T["unpublished-mail.title"], T["unpublished-mail.opening", ("campaign", campaign)],
            [
                new LetterFacts([.. draft.RefusedFor.Select(problem => (T["unpublished-mail.why"], T[$"campaigns.problem.{problem}"]))]),
                new LetterAction(T["unpublished-mail.open"], new Uri(site.Value.Address($"/staff/campaigns/{draft.CampaignId}/publish"))),
            ],
            [T["unpublished-mail.foot"]]);
        return new WrittenMail(T["unpublished-mail.subject", ("campaign", campaign)], name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => Task.CompletedTask;
}
