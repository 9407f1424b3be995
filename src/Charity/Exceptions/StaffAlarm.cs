using Charity.Data.Work;

namespace Charity.Exceptions;

/// <summary>A finding cannot wait until someone looks: staff are told by mail. Handled by Staff.</summary>
/// <param name="Finding">Its kind, which has words of its own in the mail.</param>
/// <param name="About">Its subject; with the kind it is told once.</param>
public sealed record StaffAlarm(ExceptionKind Finding, string About) : IMessage
{
    public static string Kind => "mail.staff-alarm.v1";

    string IMessage.Subject => About;

    string IMessage.Discriminator => Finding.ToString();
}
