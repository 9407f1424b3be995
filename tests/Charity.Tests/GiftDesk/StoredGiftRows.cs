using System.Globalization;
using Charity.Data;
using Charity.Donations;
using Charity.Donors;
using Charity.Languages;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.GiftDesk;

/// <summary>Many gifts as rows, for tests that need a store and no story.</summary>
internal static class StoredGiftRows
{
    public static async Task AddAsync(CharityHost host, TestOrganisation world, int count, Func<int, string>? name = null)
    {
        var (ids, tokens) = (host.Services.GetRequiredService<Ids>(), host.Services.GetRequiredService<PublicTokens>());
        await using var db = host.Db();
        for (var n = 0; n < count; n++)
        {
            var number = n.ToString(CultureInfo.InvariantCulture);
            var (id, who, email) = (ids.New(), name?.Invoke(n) ?? "Донор " + number, $"row{number}@example.org");
            var donor = new Donor { Id = ids.New(), EmailKey = email, Email = email, Name = who, CreatedAt = host.Clock.UtcNow };
            db.Add(donor);
            db.Add(new Donation
            {
                Id = id, Attempt = "row" + number, InputHash = new byte[32], Channel = DonationChannel.Stripe, LegalEntityId = world.Bulgarian,
                CampaignId = world.Campaign, FundId = world.UrgentFund, DonorId = donor.Id, TermsVersionId = world.Terms, AmountMinor = 1_000 + n,
                Currency = "EUR", DonorName = who, Email = email, CreatedAt = host.Clock.UtcNow, TokenHash = tokens.HashFor("thanks", id, 1),
                SearchText = SearchText.Of(who, email),
            });
            if (n % 7 == 0)
            {
                host.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        await db.SaveChangesAsync();
    }
}
