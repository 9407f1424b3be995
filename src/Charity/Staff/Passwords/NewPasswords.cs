using Microsoft.AspNetCore.Identity;

namespace Charity.Staff.Passwords;

/// <summary>Checks a new password and sets it; the caller saves.</summary>
public sealed class NewPasswords(UserManager<StaffUser> users, IPasswordHasher<StaffUser> hasher)
{
    /// <summary>Code for the password that the account has already.</summary>
    public const string SameAsBefore = "PasswordSame";

    /// <returns>Codes of what is wrong with it, as Identity names them; empty when it was set.</returns>
    internal async Task<IReadOnlyList<string>> SetAsync(StaffUser user, string password)
    {
        var errors = new List<string>();
        foreach (var validator in users.PasswordValidators)
        {
            errors.AddRange((await validator.ValidateAsync(users, user, password)).Errors.Select(error => error.Code));
        }

        if (errors.Count == 0 && Matches(user, password))
        {
            errors.Add(SameAsBefore);
        }

        if (errors.Count == 0)
        {
            user.PasswordHash = hasher.HashPassword(user, password);
            user.Touch();
        }

        return errors;
    }

    internal bool Matches(StaffUser user, string password)
        => user.PasswordHash is { } hash && hasher.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed;
}
