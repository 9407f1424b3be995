namespace Charity.Staff;

/// <summary>What the audit calls the things done to an account.</summary>
public static class StaffActions
{
    /// <summary>Kind of subject: the id behind it is the staff user's.</summary>
    public const string Subject = "staff";

    public const string Create = "staff.create";
    public const string SignIn = "staff.sign-in";
    public const string RefuseSignIn = "staff.sign-in-refused";
    public const string LockOut = "staff.locked-out";
    public const string SetUpAuthenticator = "staff.authenticator-set-up";
    public const string ForgetAuthenticator = "staff.authenticator-forgotten";
}
