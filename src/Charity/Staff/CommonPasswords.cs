using Microsoft.AspNetCore.Identity;

namespace Charity.Staff;

/// <summary>
/// Refuses passwords that attackers try first: long ones that are a word, a row of keys, one letter, or the user's own
/// name with something behind it. Length is Identity's rule; no rule asks for signs or capitals (NIST SP 800-63B).
/// </summary>
internal sealed class CommonPasswords : IPasswordValidator<StaffUser>
{
    public const string ErrorCode = "PasswordTooCommon";

    private const int MinDistinctCharacters = 5;

    /// <summary>Parts that, repeated or joined with digits, make most of the long passwords in published lists.</summary>
    private static readonly string[] Parts =
    [
        "password", "passw0rd", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r", "letmein", "welcome", "iloveyou", "admin",
        "administrator", "charity", "donation", "football", "monkey", "dragon", "sunshine", "princess", "ukraine", "bulgaria",
        "macedonia", "пароль", "йцукен", "фывапролдж", "парола", "лозинка", "україна", "българия", "македонија",
    ];

    public Task<IdentityResult> ValidateAsync(UserManager<StaffUser> manager, StaffUser user, string? password)
    {
        var text = (password ?? "").ToLowerInvariant();
        var rest = text;
        foreach (var part in Parts.Concat(Own(user)).OrderByDescending(part => part.Length))
        {
            rest = rest.Replace(part, "", StringComparison.Ordinal);
        }

        var letters = rest.Count(char.IsLetter);
        var common = text.Distinct().Count() < MinDistinctCharacters || (rest.Length < text.Length && letters < 4) || IsRow(text);
        return Task.FromResult(common
            ? IdentityResult.Failed(new IdentityError { Code = ErrorCode, Description = "This password is among those that attackers try first." })
            : IdentityResult.Success);
    }

    private static IEnumerable<string> Own(StaffUser user)
        => $"{user.UserName} {user.Email} {user.DisplayName}".ToLowerInvariant()
            .Split([' ', '@', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Length >= 4);

    /// <summary>123456789012, abcdefghijkl: each sign one further than the last, or one back.</summary>
    private static bool IsRow(string text)
    {
        var steps = text.Zip(text.Skip(1), (a, b) => b - a).ToList();
        return steps.Count > 0 && steps.Count(step => step is 1 or -1 or -9) >= steps.Count - 1;
    }
}
