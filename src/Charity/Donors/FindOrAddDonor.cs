using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donors;

/// <summary>
/// Finds the donor of an address or adds one to the context. Whoever types an address has not proven that it is theirs:
/// an existing donor's name and language stay as they are, and the gift keeps what was typed.
/// </summary>
public sealed class FindOrAddDonor(CharityDb db, Ids ids, TimeProvider time)
{
    /// <param name="email">As <see cref="EmailAddress.TryParse"/> gave it.</param>
    /// <param name="newsConsentText">Version of the text consented to, or null when no consent was given.</param>
    public async Task<Donor> RunAsync(
        string email, string name, Language language, string? newsConsentText, CancellationToken cancel)
    {
        var key = EmailAddress.KeyOf(email);
        var now = time.GetUtcNow().UtcDateTime;
        var donor = db.Donors.Local.FirstOrDefault(d => d.EmailKey == key)
            ?? await db.Donors.FirstOrDefaultAsync(d => d.EmailKey == key, cancel);
        if (donor is null)
        {
            donor = new Donor { Id = ids.New(), EmailKey = key, Email = email, Name = name, Language = language.Code, CreatedAt = now };
            db.Donors.Add(donor);
        }

        if (newsConsentText is not null)
        {
            donor.ConsentToNews(newsConsentText, now);
        }

        return donor;
    }
}
