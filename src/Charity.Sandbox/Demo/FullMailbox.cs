using Charity.Notifications;

namespace Charity.Sandbox.Demo;

/// <summary>
/// The folder transport of the history, in which some donors' mailboxes are full: their server puts every mail off until
/// the program gives up and a person must see to it. Once the sandbox runs, those mailboxes take mail again.
/// </summary>
internal sealed class FullMailbox(IMailTransport inner) : IMailTransport
{
    private const string Domain = "@full-mailbox.example";

    /// <summary>After this long no pause between two tries is left over, and the mail is given up.</summary>
    internal static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3) + TimeSpan.FromHours(7);

    /// <summary>The same person, whose mailbox is full.</summary>
    internal static DemoPerson Of(DemoPerson donor) => donor with { Email = donor.Email[..donor.Email.IndexOf('@', StringComparison.Ordinal)] + Domain };

    public Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel)
        => mail.ToAddress.EndsWith(Domain, StringComparison.Ordinal)
            ? Task.FromResult(new MailResult(MailOutcome.Deferred, 452, "4.2.2 Mailbox full"))
            : inner.SendAsync(mail, cancel);
}
