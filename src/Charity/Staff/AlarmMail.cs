using Charity.Data;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Staff;

/// <summary>Writes the mail that wakes staff: what was found, what the program did by itself, and where to look.</summary>
public sealed class AlarmMail(CharityDb db, Letterhead letterhead, Texts texts, IOptions<SiteOptions> site) : IMailWriter
{
    public const string MailKind = "staff-alarm";

    public string Kind => MailKind;

    internal static string SubjectOf(Guid finding, Guid person) => $"{finding:N}#{person:N}";

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var id = Guid.ParseExact(mail.Subject.Split('#')[0], "N");
        var finding = await db.Exceptions.AsNoTracking().SingleAsync(e => e.Id == id, cancel);
        var language = Language.Of(mail.Language);
        var T = texts.In(language);
        var (name, _, zone) = await letterhead.InAsync(language, cancel);
        var where = finding.Kind == ExceptionKind.CardTesting ? "/staff/limits" : "/staff/exceptions";
        var letter = new Letter(
            language, name, T[$"alarm-mail.{finding.Kind}.title"], T[$"alarm-mail.{finding.Kind}.opening"],
            [
                new LetterText(T[$"alarm-mail.{finding.Kind}.now"]),
                new LetterFacts([(T["alarm-mail.found"], finding.DetailIn(T, moment => DateFormat.DateTimeWithZone(moment, zone, language)))]),
                new LetterAction(T["alarm-mail.open"], new Uri(site.Value.Address(where))),
            ],
            [T["alarm-mail.foot"]]);
        return new WrittenMail(T[$"alarm-mail.{finding.Kind}.title"], name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => Task.CompletedTask;
}
