using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>Someone chooses the language in which they read the staff pages and get mails.</summary>
public sealed class ChangeLanguage(CharityDb db, AuditLog audit)
{
    /// <returns>False where no such account is, or the code is of no language that the program speaks.</returns>
    public async Task<bool> RunAsync(Guid userId, string? code, CancellationToken cancel)
    {
        if (!Language.TryOf(code, out var language) || await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancel) is not { } user)
        {
            return false;
        }

        if (language.Code != user.Language)
        {
            audit.Add(
                Actor.Staff(user.Id, user.DisplayName), StaffActions.ChangeLanguage, StaffActions.Subject, user.Id,
                before: new { language = user.Language }, after: new { language = language.Code });
            user.Language = language.Code;
            user.Touch();
            await db.SaveChangesAsync(cancel);
        }

        return true;
    }
}
