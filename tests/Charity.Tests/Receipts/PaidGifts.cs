using System.Security.Cryptography;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Donors;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.Receipts;

/// <summary>
/// Gifts that are paid, put into the database as their settling leaves them: for tests of what comes after. Without a
/// Stripe transaction, so the books know nothing of them and the check of the books is left out.
/// </summary>
internal static class PaidGifts
{
    public sealed record Words(
        string Name = "Олена Коваль", string Language = "uk", string Email = "olena@example.org", string? Company = null, string? CompanyNumber = null,
        DedicationKind Dedication = DedicationKind.None, string? DedicationName = null);

    public static async Task<Guid> PayAsync(
        this CharityHost host, TestOrganisation organisation, long amountMinor = 2500, string currency = "EUR", Words? words = null, long coveredFee = 0,
        bool tell = true)
    {
        words ??= new Words();
        host.SkipChecks();
        await using var scope = host.Scope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var ids = scope.ServiceProvider.GetRequiredService<Ids>();
        var now = host.Clock.UtcNow;
        var id = ids.New();
        var donor = await db.Donors.SingleOrDefaultAsync(d => d.EmailKey == words.Email);
        if (donor is null)
        {
            donor = new Donor { Id = ids.New(), EmailKey = words.Email, Email = words.Email, Name = words.Name, Language = words.Language, CreatedAt = now };
            db.Donors.Add(donor);
        }

        var gift = new Donation
        {
            Id = id,
            Attempt = Convert.ToHexString(id.ToByteArray())[..22],
            InputHash = new byte[32],
            Channel = DonationChannel.Stripe,
            LegalEntityId = organisation.Bulgarian,
            CampaignId = organisation.Campaign,
            FundId = organisation.UrgentFund,
            DonorId = donor.Id,
            TermsVersionId = organisation.Terms,
            AmountMinor = amountMinor,
            Currency = currency,
            CoveredFeeMinor = coveredFee,
            Language = words.Language,
            DonorName = words.Name,
            Email = words.Email,
            CompanyName = words.Company,
            CompanyNumber = words.CompanyNumber,
            DedicationKind = words.Dedication,
            DedicationName = words.DedicationName,
            CreatedAt = now,
            TokenHash = SHA256.HashData(id.ToByteArray()),
        };
        var short_ = Convert.ToHexStringLower(id.ToByteArray())[^16..];
        gift.Succeed("pi_" + short_, "ch_" + short_, now, now);
        db.Donations.Add(gift);
        if (tell)
        {
            scope.ServiceProvider.GetRequiredService<Outbox>().Add(new DonationPaid(id));
        }

        await db.SaveChangesAsync();
        return id;
    }

    /// <summary>Works on one kind only, as a process does that ends right after it: the messages of the others wait.</summary>
    public static async Task RelayOnlyAsync(this CharityHost host, string kind)
    {
        var map = host.Services.GetRequiredService<WorkMap>();
        await using var scope = host.Scope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var rows = await db.Outbox.Where(m => m.Kind == kind && m.State == WorkState.Pending).ToListAsync();
        var runner = map.Kinds.Single(k => k.Kind == kind).Runner;
        var facts = new List<(WorkRow, object)>();
        foreach (var row in rows)
        {
            facts.Add((row, await runner.GatherAsync(scope.ServiceProvider, row, CancellationToken.None)));
        }

        await runner.ApplyAsync(scope.ServiceProvider, facts, CancellationToken.None);
        rows.ForEach(row => row.State = WorkState.Done);
        await db.SaveChangesAsync();
    }

    /// <summary>Sends back a part, as a refund that succeeded does.</summary>
    public static Task RefundAsync(this CharityHost host, Guid gift, long amountMinor) => host.ChangeAsync(gift, g => g.CountRefund(amountMinor));

    public static async Task ChangeAsync(this CharityHost host, Guid gift, Action<Donation> change)
    {
        await using var scope = host.Scope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var row = await db.Donations.SingleAsync(d => d.Id == gift);
        change(row);
        scope.ServiceProvider.GetRequiredService<Outbox>().Add(new DonationReversed(gift, row.Version));
        await db.SaveChangesAsync();
    }
}
