using System.Net.Mail;

namespace Charity.Notifications;

/// <summary>Receivers and senders: exactly one plain address, so that none becomes two or a header of its own.</summary>
internal static class MailAddresses
{
    /// <exception cref="FormatException">Anything else.</exception>
    public static string One(string address)
        => IsOne(address) ? address : throw new FormatException("Not exactly one plain mail address.");

    public static bool IsOne(string address)
        => MailAddress.TryCreate(address, out var parsed) && parsed.Address == address && parsed.DisplayName.Length == 0
           && address.All(c => c is > ' ' and <= '~' and not (',' or ';' or '<' or '>' or '"' or '(' or ')' or ':'));
}
