namespace Charity.Staff;

/// <summary>What someone may do. Pages ask for a permission, never for a role; the names are also the policies' names.</summary>
public static class StaffPermissions
{
    public const string ViewGifts = "gifts.view";
    public const string ViewBooks = "books.view";
    public const string ViewWork = "work.view";

    /// <summary>Try parked work again.</summary>
    public const string RetryWork = "work.retry";

    /// <summary>Start, stop and remove background jobs by hand. To see them, <see cref="ViewWork"/> is enough.</summary>
    public const string RunJobs = "jobs.run";

    /// <summary>Send a receipt again.</summary>
    public const string ResendReceipts = "receipts.resend";

    public static IReadOnlyList<string> All { get; } = [ViewGifts, ViewBooks, ViewWork, RetryWork, RunJobs, ResendReceipts];
}

/// <summary>Named bundles of permissions. A person may have several.</summary>
public static class StaffRoles
{
    public const string Administrator = "Administrator";
    public const string Finance = "Finance";
    public const string Editor = "Editor";
    public const string Auditor = "Auditor";

    private static readonly Dictionary<string, IReadOnlyList<string>> Bundles = new(StringComparer.Ordinal)
    {
        [Administrator] = StaffPermissions.All,
        [Finance] =
        [
            StaffPermissions.ViewGifts, StaffPermissions.ViewBooks, StaffPermissions.ViewWork,
            StaffPermissions.RetryWork, StaffPermissions.ResendReceipts,
        ],
        [Editor] = [],
        [Auditor] = [StaffPermissions.ViewGifts, StaffPermissions.ViewBooks, StaffPermissions.ViewWork],
    };

    public static IEnumerable<string> All => Bundles.Keys;

    /// <summary>The permissions of a user's roles, as <see cref="StaffUser.Roles"/> joins them; an unknown role gives none.</summary>
    public static IEnumerable<string> PermissionsOf(string roles)
        => roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(role => Bundles.GetValueOrDefault(role, []))
            .Distinct(StringComparer.Ordinal);
}
