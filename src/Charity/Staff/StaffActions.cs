namespace Charity.Staff;

/// <summary>What the audit calls the things done to an account.</summary>
public static class StaffActions
{
    /// <summary>Kind of subject: the id behind it is the staff user's.</summary>
    public const string Subject = "staff";

    /// <summary>Kind of subject: the id behind it is the invitation's.</summary>
    public const string InvitationSubject = "invitation";

    public const string Invite = "staff.invite";
    public const string InviteAgain = "staff.invite-again";
    public const string WithdrawInvitation = "staff.invite-withdraw";
    public const string Accept = "staff.accept";
    public const string ChangeRoles = "staff.roles";
    public const string Disable = "staff.disable";
    public const string Enable = "staff.enable";
    public const string EndSession = "staff.session-end";
    public const string SignOutEverywhere = "staff.sign-out-everywhere";
    public const string Create = "staff.create";
    public const string SignIn = "staff.sign-in";
    public const string RefuseSignIn = "staff.sign-in-refused";
    public const string LockOut = "staff.locked-out";
    public const string SetUpAuthenticator = "staff.authenticator-set-up";
    public const string ForgetAuthenticator = "staff.authenticator-forgotten";
    public const string RemoveAuthenticator = "staff.authenticator-removed";
    public const string AddPasskey = "staff.passkey-added";
    public const string RenamePasskey = "staff.passkey-renamed";
    public const string RemovePasskey = "staff.passkey-removed";
    public const string RenewRecoveryCodes = "staff.recovery-codes";
    public const string ResetSecondFactor = "staff.second-factor-reset";
    public const string ChangeLanguage = "staff.language";
    public const string ChangePassword = "staff.password-changed";
    public const string AskForReset = "staff.password-reset-asked";
    public const string ResetPassword = "staff.password-reset";
}
