using Charity.Data;
using Charity.Data.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>What a link of an invitation leads to.</summary>
public enum InvitationState
{
    Open,

    /// <summary>No such link, or one that a later mail replaced.</summary>
    Unknown,
    Used,
    Withdrawn,
    Expired,
}

/// <summary>Opens an invitation by its link, and makes the account of whoever follows it.</summary>
public sealed class AcceptInvitation(CharityDb db, UserManager<StaffUser> users, AuditLog audit, Ids ids, TimeProvider time)
{
    /// <param name="Errors">Codes of Identity, such as <c>PasswordTooShort</c>; empty when made.</param>
    public sealed record Outcome(InvitationState State, Guid UserId, IReadOnlyList<string> Errors);

    /// <summary>Changes nothing: reading a link does not use it, as mail programs follow links by themselves.</summary>
    public async Task<(InvitationState State, StaffInvitation? Invitation)> FindAsync(string token, CancellationToken cancel)
    {
        var hash = PublicTokens.HashOf(token);
        var invitation = hash is null ? null : await db.StaffInvitations.SingleOrDefaultAsync(i => i.TokenHash == hash, cancel);
        var state = invitation switch
        {
            null => InvitationState.Unknown,
            { UsedAt: not null } => InvitationState.Used,
            { WithdrawnAt: not null } => InvitationState.Withdrawn,
            _ => invitation.CanBeUsed(time.GetUtcNow().UtcDateTime) ? InvitationState.Open : InvitationState.Expired,
        };
        return (state, invitation);
    }

    public async Task<Outcome> RunAsync(string token, string name, string password, CancellationToken cancel)
    {
        var (state, invitation) = await FindAsync(token, cancel);
        if (state != InvitationState.Open || invitation is null)
        {
            return new Outcome(state, Guid.Empty, []);
        }

        var now = time.GetUtcNow().UtcDateTime;
        var user = new StaffUser
        {
            Id = ids.New(),
            UserName = invitation.Email,
            Email = invitation.Email,
            // The link came to this address and nowhere else.
            EmailConfirmed = true,
            DisplayName = name,
            Roles = invitation.Roles,
            Language = invitation.Language,
            LockoutEnabled = true,
            CreatedAt = now,
        };
        // Account, used link and audit line are one save, by CreateAsync: two that follow the link at once meet at the
        // invitation's version, and the second finds it used.
        invitation.Use(user.Id, now);
        audit.Add(
            Actor.Staff(user.Id, name), StaffActions.Accept, StaffActions.Subject, user.Id,
            after: new { email = user.Email, name, roles = user.Roles, invitedBy = invitation.InvitedBy });
        var made = await users.CreateAsync(user, password);
        return new Outcome(InvitationState.Open, made.Succeeded ? user.Id : Guid.Empty, [.. made.Errors.Select(e => e.Code)]);
    }
}
