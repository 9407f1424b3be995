using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>The addresses of thanks pages: made again from the gift whenever they are needed, found by their hash.</summary>
public sealed class GiftTokens(IDbContextFactory<CharityDb> contexts, PublicTokens tokens)
{
    /// <summary>The token of the gift's thanks page.</summary>
    public async Task<string> ThanksAsync(Guid donationId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var version = await db.Donations.Where(d => d.Id == donationId).Select(d => d.TokenVersion).FirstAsync(cancel);
        return Thanks(donationId, version);
    }

    /// <summary>The same, of a gift that is at hand.</summary>
    public string Thanks(Guid donationId, int tokenVersion) => tokens.For(DraftGift.ThanksPurpose, donationId, tokenVersion);

    /// <summary>The gift whose thanks page has this token, or null.</summary>
    public async Task<Guid?> FindAsync(string? token, CancellationToken cancel)
    {
        if (PublicTokens.HashOf(token) is not { } hash)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Donations.Where(d => d.TokenHash == hash).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancel);
    }
}
