using Charity.Donations;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>The colour beside a state's word.</summary>
internal static class GiftTone
{
    public static string Of(DonationStatus status) => status switch
    {
        DonationStatus.Succeeded => "good",
        DonationStatus.Failed or DonationStatus.Expired => "",
        DonationStatus.CheckoutUnknown => "bad",
        DonationStatus.Processing or DonationStatus.Expected => "warm",
        DonationStatus.Created or DonationStatus.CheckoutOpen => "",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
