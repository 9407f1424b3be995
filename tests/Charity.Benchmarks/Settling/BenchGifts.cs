using System.Globalization;
using System.Text;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Donors;
using Charity.Payments;
using Charity.Testing;

namespace Charity.Benchmarks.Settling;

/// <summary>Rows as the form and the webhook leave them.</summary>
internal static class BenchGifts
{
    public static Donor Donor(Guid id, int number, DateTime now) => new()
    {
        Id = id,
        EmailKey = string.Create(CultureInfo.InvariantCulture, $"donor{number}@example.org"),
        Email = string.Create(CultureInfo.InvariantCulture, $"donor{number}@example.org"),
        Name = "Олена Шевченко",
        Language = "uk",
        CreatedAt = now,
    };

    /// <summary>A gift whose payment page is open.</summary>
    public static Donation Open(Guid id, Guid donor, int number, TestOrganisation world, PublicTokens tokens, DateTime now)
    {
        var gift = new Donation
        {
            Id = id,
            Attempt = string.Create(CultureInfo.InvariantCulture, $"attempt{number:D15}"),
            InputHash = new byte[32],
            Channel = DonationChannel.Stripe,
            Status = DonationStatus.Created,
            LegalEntityId = world.Bulgarian,
            CampaignId = world.Campaign,
            FundId = world.UrgentFund,
            DonorId = donor,
            TermsVersionId = world.Terms,
            AmountMinor = 1000 + (number % 9000),
            Currency = "EUR",
            Language = "uk",
            DonorName = "Олена Шевченко",
            Email = string.Create(CultureInfo.InvariantCulture, $"donor{number}@example.org"),
            CreatedAt = now,
            TokenHash = tokens.HashFor("thanks", id, 1),
            SearchText = "олена шевченко",
        };
        gift.BeginSession();
        gift.OpenCheckout(string.Create(CultureInfo.InvariantCulture, $"cs_{number}"), "https://checkout.stripe.com/c/pay/" + number, now.AddHours(1));
        return gift;
    }

    /// <summary>The event that tells of the payment, as the webhook stored it.</summary>
    public static InboxEvent Event(string session, int number, DateTime now)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"id":"evt_{{number}}","object":"event","data":{"object":{"id":"{{session}}"} } }""".PadRight(3000));
        return new InboxEvent
        {
            Kind = StripeEvents.SessionKind,
            State = WorkState.Pending,
            Account = TestSettings.StripeAccount,
            EventId = string.Create(CultureInfo.InvariantCulture, $"evt_{number}"),
            Type = "checkout.session.completed",
            ObjectType = "checkout.session",
            ObjectId = session,
            ApiVersion = StripeApi.Version,
            Body = body,
            BodySha256 = new byte[32],
            CreatedAt = now,
            DueAt = now,
            ProviderCreatedAt = now,
        };
    }
}
