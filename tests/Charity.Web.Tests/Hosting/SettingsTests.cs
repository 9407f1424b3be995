using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Charity.Embedded;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>Settings are documented, bound and checked; .env.example and the option classes never drift apart.</summary>
public sealed partial class SettingsTests
{
    /// <summary>Assemblies whose settings an installation sets; the sandbox has its own and needs none.</summary>
    private static readonly Assembly[] Assemblies =
    [
        typeof(CharityServices).Assembly, typeof(EmbeddedAdapters).Assembly, typeof(CharityWeb).Assembly,
        .. Edition.Name == "Production" ? new[] { Assembly.Load("Charity.Production") } : [],
    ];

    /// <summary>Below it, the example names what only the Production edition knows.</summary>
    private const string OnlyInProduction = "# ==== Only in the Production edition";

    [GeneratedRegex(@"^(?<optional>#)?(?<key>[A-Z][A-Za-z]+(?:__[A-Za-z0-9]+)+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    private static IEnumerable<(string Key, string Value, bool Optional)> Example() =>
        Line().Matches(ExampleText())
            .Select(match => (match.Groups["key"].Value, match.Groups["value"].Value.Trim(), match.Groups["optional"].Success));

    private static string ExampleText()
    {
        var text = File.ReadAllText(Path.Combine(Repository(), ".env.example"));
        var more = text.IndexOf(OnlyInProduction, StringComparison.Ordinal);
        Assert.True(more > 0);
        return Edition.Name == "Production" ? text : text[..more];
    }

    [Fact]
    public void The_example_names_every_setting_and_no_other()
    {
        var documented = Example().Select(line => line.Key).ToList();
        var bound = Options().SelectMany(type => Keys((string)type.GetField("Section")!.GetValue(null)!, type)).ToList();

        Assert.NotEmpty(bound);
        Assert.Equal(bound.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_class_of_settings_is_checked_at_start()
    {
        using var app = Build([]);
        foreach (var type in Options())
        {
            var validator = typeof(Microsoft.Extensions.Options.IValidateOptions<>).MakeGenericType(type);
            Assert.True(app.Services.GetService(validator) is not null, $"{type.Name} is bound without a check.");
        }
    }

    [Fact]
    public void An_empty_copy_of_the_example_lacks_exactly_what_it_leaves_open()
    {
        var open = Example().Where(line => !line.Optional).ToDictionary(line => line.Key, line => (string?)line.Value);
        Assert.All(open.Values, value => Assert.Equal("", value));
        using var app = Build(open);

        var faults = SettingsCheck.Faults(app.Services);

        Assert.Equal(open.Keys.Order(StringComparer.Ordinal), faults.Select(fault => fault.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Everything_wrong_is_listed_at_once_by_the_name_of_its_variable()
    {
        using var app = Build(new()
        {
            ["Site__PublicBaseUrl"] = "http://give.example.org/path",
            ["Site__CheckoutHosts__0"] = "checkout.stripe.com",
            ["Site__TrustedProxies__0"] = "proxy",
            ["Database__ConnectionString"] = "Data Source=x.db",
            ["Database__BusyTimeoutSeconds"] = "-1",
            ["Tokens__Key"] = "short",
            ["Encryption__Key"] = Convert.ToBase64String(new byte[31]),
            ["Stripe__Mode"] = "Live",
            ["Stripe__Accounts__0__Id"] = "acct_1",
            ["Stripe__Accounts__0__SecretKey"] = "sk_test_1234567890",
            ["Stripe__Accounts__0__WebhookSecret"] = "whsec_0123456789abcdefghij",
            ["Mail__Host"] = "smtp.example.org",
            ["Mail__FromAddress"] = "gifts@example.org",
            ["Mail__Port"] = "0",
            ["Limits__MinimumFillSeconds"] = "999",
        });

        var faults = SettingsCheck.Faults(app.Services);
        var report = SettingsCheck.Report(faults);

        foreach (var name in new[]
                 {
                     "Site__PublicBaseUrl", "Site__CheckoutHosts__0", "Site__TrustedProxies__0", "Database__BusyTimeoutSeconds", "Tokens__Key",
                     "Encryption__Key", "Stripe__Accounts__0__SecretKey", "Mail__Port", "Limits__MinimumFillSeconds",
                 })
        {
            Assert.Contains(faults, fault => fault.StartsWith(name, StringComparison.Ordinal));
            Assert.Contains($"  - {name} ", report, StringComparison.Ordinal);
        }

        // No secret is repeated in what lands in a log.
        Assert.DoesNotContain("sk_test_1234567890", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_set_of_settings_has_no_fault()
    {
        var key = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        using var app = Build(new()
        {
            ["Site__PublicBaseUrl"] = "https://give.example.org",
            ["Database__ConnectionString"] = "Data Source=x.db",
            ["Tokens__Key"] = key,
            ["Encryption__Key"] = key,
            ["Mail__Host"] = "smtp.example.org",
            ["Mail__FromAddress"] = "gifts@example.org",
            ["Documents__Renderer"] = "Builtin",
        });

        Assert.Empty(SettingsCheck.Faults(app.Services));
    }

    /// <summary>The application as the program builds it, with these environment variables only.</summary>
    private static WebApplication Build(Dictionary<string, string?> variables)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Charity.Web", EnvironmentName = "Production" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(variables.Select(v => new KeyValuePair<string, string?>(v.Key.Replace("__", ":", StringComparison.Ordinal), v.Value)));
        builder.Services.AddAdapters(builder.Configuration);
        builder.AddCharityWeb();
        return builder.Build();
    }

    private static IEnumerable<Type> Options() => Assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type is { IsClass: true } && type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true });

    /// <summary>Environment variables that a class of settings takes: lists by their first item, dictionaries by any key.</summary>
    private static IEnumerable<string> Keys(string prefix, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = $"{prefix}__{property.Name}";
            var kind = property.PropertyType;
            if (kind != typeof(string) && kind.IsAssignableTo(typeof(IEnumerable)))
            {
                var item = kind.GetGenericArguments()[^1];
                foreach (var inner in item.IsClass && item != typeof(string) ? Keys($"{key}__0", item) : [kind.GetGenericArguments() is [_, var of] ? of == typeof(long) ? $"{key}__EUR" : $"{key}__1" : $"{key}__0"])
                {
                    // A computed list has no setter and no items of its own to bind.
                    if (property.CanWrite || item != typeof(string))
                    {
                        yield return inner;
                    }
                }
            }
            else if (property.CanWrite)
            {
                yield return key;
            }
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Charity.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository was not found above the tests.");
        }

        return folder.FullName;
    }
}
