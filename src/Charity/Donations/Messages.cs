using Charity.Data.Work;

namespace Charity.Donations;

/// <summary>A gift is paid: its receipt must be written. Handled by Receipts.</summary>
public sealed record DonationPaid(Guid DonationId) : IMessage
{
    public static string Kind => "receipt.issue.v1";

    string IMessage.Subject => DonationId.ToString("N");
}

/// <summary>
/// What a paid gift is worth changed after its receipt: a refund, a failed refund, a dispute lost or won. Receipts looks at
/// the gift and voids or corrects.
/// </summary>
/// <param name="Change">The gift's version after the change: each change is told once.</param>
public sealed record DonationReversed(Guid DonationId, int Change) : IMessage
{
    public static string Kind => "receipt.review.v1";

    string IMessage.Subject => DonationId.ToString("N");

    string IMessage.Discriminator => Change.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A card gift waits for its donor to confirm it: the link must be mailed (mail kind <c>gift-confirm</c>). Handled by Receipts.</summary>
public sealed record GiftHeld(Guid DonationId) : IMessage
{
    public static string Kind => "mail.gift-confirm.v1";

    string IMessage.Subject => DonationId.ToString("N");
}

/// <summary>A transfer is announced: its instructions must be mailed (mail kind <c>transfer-instructions</c>). Handled by Receipts.</summary>
public sealed record TransferAnnounced(Guid DonationId) : IMessage
{
    public static string Kind => "mail.transfer-instructions.v1";

    string IMessage.Subject => DonationId.ToString("N");
}
