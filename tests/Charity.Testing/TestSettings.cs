using Charity.Data;
using Charity.Organisation;

namespace Charity.Testing;

/// <summary>The settings every test host starts with: complete and valid, so that a test names only what it changes.</summary>
public static class TestSettings
{
    public static Dictionary<string, string?> For(DatabaseOptions database) => new()
    {
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Engine)}"] = database.Engine.ToString(),
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}"] = database.ConnectionString,
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Durability)}"] = database.Durability.ToString(),
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.BusyTimeoutSeconds)}"] = FormattableString.Invariant($"{database.BusyTimeoutSeconds}"),
        [$"{TokenOptions.Section}:{nameof(TokenOptions.Key)}"] = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]),
        [$"{SiteOptions.Section}:{nameof(SiteOptions.PublicBaseUrl)}"] = "https://give.example.org",
    };
}
