using System.Text;
using Charity.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.Passwords;

/// <summary>
/// Refuses passwords that attackers try first: words that everybody knows (CommonPasswords.txt) alone, joined, repeated, in
/// other spellings or with digits around them; rows of keys; and what rests on the person's own name and address or the organisation's name.
/// Length is Identity's rule; no rule asks for signs or capitals (NIST SP 800-63B).
/// </summary>
internal sealed class CommonPasswords(CharityDb db) : IPasswordValidator<StaffUser>
{
    public const string ErrorCode = "PasswordTooCommon";

    /// <summary>Without the names it would do.</summary>
    public const string NameErrorCode = "PasswordHoldsName";

    /// <summary>Letters of a name's part below which it is no base of a password but chance.</summary>
    private const int ShortestName = 4;

    public async Task<IdentityResult> ValidateAsync(UserManager<StaffUser> manager, StaffUser user, string? password)
    {
        var text = password ?? "";
        return PasswordParts.IsCommon(text, [])
            ? Failed(ErrorCode, "This password is among those that attackers try first.")
            : PasswordParts.IsCommon(text, await NamesAsync(user))
                ? Failed(NameErrorCode, "This password rests on your name, your address or the organisation's name.")
                : IdentityResult.Success;
    }

    private static IdentityResult Failed(string code, string description)
        => IdentityResult.Failed(new IdentityError { Code = code, Description = description });

    /// <summary>What is written about this person and this organisation in public: each part, and all of a name joined.</summary>
    private async Task<HashSet<string>> NamesAsync(StaffUser user)
    {
        var texts = (await db.Organisations.AsNoTracking().Select(o => o.Name).ToListAsync(CancellationToken.None))
            .Concat(await db.LegalEntities.AsNoTracking().Select(e => e.Name).ToListAsync(CancellationToken.None))
            .SelectMany(name => name).Select(one => one.Text)
            .Concat([user.UserName ?? "", user.Email ?? "", user.DisplayName]);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parts in texts.Select(Split))
        {
            names.UnionWith(parts.Append(string.Concat(parts)).Where(part => part.Length >= ShortestName));
        }

        return names;
    }

    private static List<string> Split(string text)
    {
        var parts = new List<string> { "" };
        foreach (var rune in text.ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                parts[^1] += rune;
            }
            else if (parts[^1].Length > 0)
            {
                parts.Add("");
            }
        }

        return parts;
    }
}
