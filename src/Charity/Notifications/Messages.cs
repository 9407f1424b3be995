using Charity.Data.Work;

namespace Charity.Notifications;

/// <summary>A mail waits to be sent.</summary>
public sealed record MailDue(Guid MailId) : IMessage
{
    public static string Kind => "mail.send.v1";

    string IMessage.Subject => MailId.ToString("N");
}
