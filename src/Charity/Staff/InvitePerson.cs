using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Notifications;
using Charity.Staff.ByTwo;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>What became of a change to who may do what.</summary>
public enum PeopleOutcome
{
    Done,

    /// <summary>There is no such account or invitation.</summary>
    NotFound,

    /// <summary>Whoever asks may not manage people (any more), or would give rights that they do not have.</summary>
    BeyondOwnRights,

    /// <summary>Nobody changes their own rights: so one administrator always remains.</summary>
    Oneself,

    /// <summary>No role, or one that does not exist.</summary>
    UnknownRole,

    /// <summary>No address that a mail could go to.</summary>
    BadAddress,

    /// <summary>Someone with this address works here already, or is invited.</summary>
    AlreadyThere,

    /// <summary>The invitation was used or withdrawn before.</summary>
    Over,

    /// <summary>No reason, or too long a one.</summary>
    NoReason,

    /// <summary>Another administrator has to agree first; they were asked.</summary>
    AskedColleague,

    /// <summary>The same waits for another administrator already.</summary>
    AskedBefore,

    /// <summary>It was sent by one administrator alone, and now there is another: withdraw it and invite anew.</summary>
    NeedsColleague,
}

/// <summary>Invites someone by mail to work here, with roles; with roles that give them a say only when another administrator agrees.</summary>
public sealed class InvitePerson(
    CharityDb db, PeopleRights rights, SecondPerson second, AuditLog audit, AddMail mails, PublicTokens tokens, ILookupNormalizer normalizer,
    Ids ids, TimeProvider time)
{
    /// <param name="By">Id of who invites.</param>
    /// <param name="Language">Of the mail, and of the pages once they have an account.</param>
    /// <param name="Reason">Needed where another administrator has to agree.</param>
    public sealed record Input(Guid By, string Email, IReadOnlyList<string> Roles, string Language, string? Reason = null);

    public async Task<PeopleOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var (by, refused) = await rights.CheckAsync(input.By, input.Roles, cancel);
        if (by is null)
        {
            return refused;
        }

        if (await FaultAsync(input.Email.Trim(), cancel) is { } fault)
        {
            return fault;
        }

        var roles = string.Join(',', StaffRoles.All.Where(input.Roles.Contains));
        var byTwo = second.GivesASay("", roles);
        PeopleOutcome outcome;
        if (byTwo && await second.AnotherAsync(by.Id, cancel))
        {
            outcome = await second.AskAsync(new InviteByTwo(input.Email.Trim().ToLowerInvariant(), roles, input.Language), input.Reason, by, cancel);
        }
        else
        {
            outcome = await AddAsync(
                Actor.Staff(by.Id, by.DisplayName), input.Email, StaffRoles.Of(roles), input.Language, byTwo ? SecondPerson.NobodyElse : null, agreed: null, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return outcome;
    }

    /// <summary>Adds the invitation, its mail and its line; the caller saves.</summary>
    /// <param name="agreed">Name of the second person, where one was needed.</param>
    internal async Task<PeopleOutcome> AddAsync(
        Actor by, string typed, IReadOnlyList<string> roles, string language, string? reason, string? agreed, CancellationToken cancel)
    {
        var email = typed.Trim();
        if (await FaultAsync(email, cancel) is { } fault)
        {
            return fault;
        }

        var invitation = new StaffInvitation(
            ids.New(), email.ToLowerInvariant(), string.Join(',', roles.Distinct()), language, Guid.ParseExact(by.Id, "N"), by.Name, agreed, time.GetUtcNow().UtcDateTime);
        invitation.Seal(tokens);
        db.StaffInvitations.Add(invitation);
        mails.Add(InvitationMail.MailKind, InvitationMail.SubjectOf(invitation), invitation.Email, "", invitation.Language, donationId: null);
        audit.Add(
            by, StaffActions.Invite, StaffActions.InvitationSubject, invitation.Id,
            after: new { email = invitation.Email, roles = invitation.Roles, language = invitation.Language, agreedBy = agreed }, reason: reason);
        return PeopleOutcome.Done;
    }

    private async Task<PeopleOutcome?> FaultAsync(string email, CancellationToken cancel)
    {
        if (email.Length > 254 || !MailAddresses.IsOne(email))
        {
            return PeopleOutcome.BadAddress;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var normalized = normalizer.NormalizeEmail(email);
        var address = email.ToLowerInvariant();
        return await db.Users.AnyAsync(u => u.NormalizedEmail == normalized, cancel)
               || await db.StaffInvitations.AnyAsync(i => i.Email == address && i.UsedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now, cancel)
            ? PeopleOutcome.AlreadyThere
            : null;
    }
}

/// <summary>Sends an invitation again, with a new link for three more days; or takes it back.</summary>
public sealed class RenewInvitation(CharityDb db, PeopleRights rights, SecondPerson second, AuditLog audit, AddMail mails, PublicTokens tokens, TimeProvider time)
{
    /// <summary>
    /// Makes a new link and mails it. One that gives a say and was sent while there was no other administrator is not
    /// prolonged once there is one, nor one whose agreement is older than a request may wait
    /// (<see cref="Approval.Lifetime"/>): it is withdrawn and asked for anew.
    /// </summary>
    public async Task<PeopleOutcome> SendAgainAsync(Guid id, Guid by, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (await db.StaffInvitations.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancel) is { } sent
            && (sent.AgreedBy is null || now > sent.CreatedAt + Approval.Lifetime)
            && second.GivesASay("", sent.Roles) && await second.AnotherAsync(by, cancel))
        {
            return PeopleOutcome.NeedsColleague;
        }

        return await ChangeAsync(id, by, StaffActions.InviteAgain, invitation =>
        {
            invitation.Renew(tokens, now);
            mails.Add(InvitationMail.MailKind, InvitationMail.SubjectOf(invitation), invitation.Email, "", invitation.Language, donationId: null);
        }, cancel);
    }

    public Task<PeopleOutcome> WithdrawAsync(Guid id, Guid by, CancellationToken cancel)
        => ChangeAsync(id, by, StaffActions.WithdrawInvitation, invitation => invitation.Withdraw(time.GetUtcNow().UtcDateTime), cancel);

    private async Task<PeopleOutcome> ChangeAsync(Guid id, Guid by, string action, Action<StaffInvitation> change, CancellationToken cancel)
    {
        var invitation = await db.StaffInvitations.SingleOrDefaultAsync(i => i.Id == id, cancel);
        if (invitation is null)
        {
            return PeopleOutcome.NotFound;
        }

        var (actor, refused) = await rights.CheckAsync(by, StaffRoles.Of(invitation.Roles), cancel);
        if (actor is null)
        {
            return refused;
        }

        if (!invitation.IsOpen)
        {
            return PeopleOutcome.Over;
        }

        change(invitation);
        audit.Add(
            Actor.Staff(actor.Id, actor.DisplayName), action, StaffActions.InvitationSubject, invitation.Id,
            after: new { email = invitation.Email, until = invitation.WithdrawnAt is null ? invitation.ExpiresAt : (DateTime?)null });
        await db.SaveChangesAsync(cancel);
        return PeopleOutcome.Done;
    }
}

/// <summary>
/// Asks the database, not the cookie, what someone who changes others' rights may do: a cookie may be five minutes older
/// than a dismissal.
/// </summary>
public sealed class PeopleRights(CharityDb db)
{
    /// <summary>Whether both people of an approval may still give these roles.</summary>
    internal async Task<bool> BothMayAsync(ApprovalPeople people, IReadOnlyList<string> roles, CancellationToken cancel)
    {
        foreach (var one in new[] { people.RequestedBy, people.DecidedBy })
        {
            if (!Guid.TryParse(one.Id, out var id) || (await CheckAsync(id, roles, cancel)).By is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether someone may act on a colleague's account: also what is taken away must be one's own to give, so that a
    /// lesser manager does not shut out a greater.
    /// </summary>
    /// <inheritdoc cref="CheckAsync"/>
    internal Task<(StaffUser? By, PeopleOutcome Refused)> OverAsync(Guid by, StaffUser colleague, CancellationToken cancel)
        => CheckAsync(by, RolesOf(colleague), cancel);

    /// <summary>The roles of an account, at least one.</summary>
    internal static IReadOnlyList<string> RolesOf(StaffUser colleague)
        => [.. StaffRoles.Of(colleague.Roles).Where(StaffRoles.All.Contains).DefaultIfEmpty(StaffRoles.Editor)];

    /// <param name="by">Who asks.</param>
    /// <param name="roles">What they would give; at least one.</param>
    /// <returns>The account of who asks, which the caller's save writes too; null with the reason where they may not.</returns>
    internal async Task<(StaffUser? By, PeopleOutcome Refused)> CheckAsync(Guid by, IReadOnlyList<string> roles, CancellationToken cancel)
    {
        if (roles.Count == 0 || roles.Except(StaffRoles.All, StringComparer.Ordinal).Any())
        {
            return (null, PeopleOutcome.UnknownRole);
        }

        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == by, cancel);
        var own = user is null || user.DisabledAt is not null ? [] : StaffRoles.PermissionsOf(user.Roles).ToHashSet(StringComparer.Ordinal);
        if (!own.Contains(StaffPermissions.ManagePeople) || !StaffRoles.PermissionsOf(string.Join(',', roles)).All(own.Contains))
        {
            return (null, PeopleOutcome.BeyondOwnRights);
        }

        // Their right is part of what is saved: where it was taken meanwhile, the save is refused and all is read again.
        // So of two administrators who shut out each other at once, only one does.
        user!.Touch();
        return (user, PeopleOutcome.Done);
    }
}
