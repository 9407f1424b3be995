using Charity.Data;
using Charity.Data.Audit;
using Microsoft.AspNetCore.Identity;

namespace Charity.Staff;

/// <summary>Makes a staff account. Without an authenticator secret, the first sign-in leads to setting one up.</summary>
public sealed class CreateStaffUser(UserManager<StaffUser> users, AuditLog audit, Ids ids, TimeProvider time)
{
    /// <param name="Roles">Names of <see cref="StaffRoles"/>.</param>
    /// <param name="AuthenticatorSecret">Base32; turns the second factor on at once.</param>
    /// <param name="By">Who makes it; an administrator's command where nobody is named.</param>
    public sealed record Input(
        string Email, string DisplayName, string Password, IReadOnlyList<string> Roles, string Language = "en", string? AuthenticatorSecret = null,
        Actor? By = null);

    /// <param name="Errors">Codes of Identity, such as <c>DuplicateUserName</c>; empty when made.</param>
    public sealed record Outcome(Guid Id, IReadOnlyList<string> Errors);

    public async Task<Outcome> RunAsync(Input input, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (input.Roles.Except(StaffRoles.All, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            return new Outcome(Guid.Empty, [$"UnknownRole:{unknown}"]);
        }

        var user = new StaffUser
        {
            Id = ids.New(),
            UserName = input.Email,
            Email = input.Email,
            EmailConfirmed = true,
            DisplayName = input.DisplayName,
            Roles = string.Join(',', input.Roles),
            Language = input.Language,
            LockoutEnabled = true,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        // In the same save as the account: a refused one leaves no line.
        audit.Add(
            input.By ?? Actor.Program("create-admin"), StaffActions.Create, StaffActions.Subject, user.Id,
            after: new { email = user.Email, name = user.DisplayName, roles = user.Roles });
        var result = await users.CreateAsync(user, input.Password);
        if (result.Succeeded && input.AuthenticatorSecret is { } secret)
        {
            var store = (IUserAuthenticatorKeyStore<StaffUser>)StoreOf(users);
            await store.SetAuthenticatorKeyAsync(user, secret, cancel);
            result = await users.SetTwoFactorEnabledAsync(user, true);
        }

        return new Outcome(user.Id, [.. result.Errors.Select(e => e.Code)]);
    }

    private static IUserStore<StaffUser> StoreOf(UserManager<StaffUser> manager)
        => ((StaffUserManager)manager).UserStore;
}
