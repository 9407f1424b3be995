using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Charity.Staff;

/// <summary>What the sign-in cookie says of a user: id, name, language and each permission of the roles.</summary>
public sealed class StaffClaims(UserManager<StaffUser> userManager, IOptions<IdentityOptions> optionsAccessor)
    : UserClaimsPrincipalFactory<StaffUser>(userManager, optionsAccessor)
{
    public const string Permission = "permission";
    public const string DisplayName = "display_name";
    public const string Language = "language";

    /// <summary>The roles from which the permissions come, as <see cref="StaffUser.Roles"/> joins them.</summary>
    public const string Roles = "roles";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        identity.AddClaim(new Claim(Language, user.Language));
        identity.AddClaim(new Claim(Roles, user.Roles));
        identity.AddClaims(StaffRoles.PermissionsOf(user.Roles).Select(permission => new Claim(Permission, permission)));
        return identity;
    }
}
