using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Data;

/// <summary>
/// Settings that are checked at start. Each fault is one plain sentence that begins with the name of the environment
/// variable, so that the host can list all faults of all sections at once and an administrator finds each line to mend.
/// </summary>
public static partial class Settings
{
    /// <summary>Binds <paramref name="section"/> and checks its annotations.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="section">Name of the section, such as <c>Database</c>.</param>
    /// <param name="check">Faults that annotations cannot say, each beginning with <see cref="Variable"/>.</param>
    public static IServiceCollection AddSettings<TOptions>(
        this IServiceCollection services, string section, Func<TOptions, IEnumerable<string>>? check = null)
        where TOptions : class
    {
        services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => Bind(options, configuration, section))
            .ValidateOnStart();
        return services.AddSingleton<IValidateOptions<TOptions>>(new Check<TOptions>(section, check));
    }

    /// <summary>The environment variable of a setting: <c>Database__ConnectionString</c>.</summary>
    public static string Variable(string section, params ReadOnlySpan<string> path)
        => path.IsEmpty ? section : $"{section}__{string.Join("__", path!)}";

    private static void Bind<TOptions>(TOptions options, IConfiguration configuration, string section)
        where TOptions : class
    {
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException error)
        {
            // The binder names the path but not in a property of its own; the value may be a secret and is not repeated.
            var path = PathInMessage().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : section;
            var fault = $"{path.Replace(":", "__", StringComparison.Ordinal)} holds a value that it cannot have{Allowed<TOptions>(path)}.";
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), [fault]);
        }
    }

    private static string Allowed<TOptions>(string path)
    {
        var type = typeof(TOptions).GetProperty(path[(path.LastIndexOf(':') + 1)..])?.PropertyType;
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type is { IsEnum: true } ? $": it is one of {string.Join(", ", Enum.GetNames(type))}" : "";
    }

    [GeneratedRegex("at '([^']+)'")]
    private static partial Regex PathInMessage();

    private sealed class Check<TOptions>(string section, Func<TOptions, IEnumerable<string>>? more) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), results, true);
            var faults = results.Select(Sentence).Concat(more?.Invoke(options) ?? []).ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private string Sentence(ValidationResult result)
        {
            var member = result.MemberNames.FirstOrDefault() ?? "";
            var variable = member.Length == 0 ? section : Variable(section, member);
            var text = (result.ErrorMessage ?? "is wrong.")
                .Replace($"The field {member} ", "", StringComparison.Ordinal)
                .Replace($"The {member} field ", "", StringComparison.Ordinal);
            return text == "is required." ? $"{variable} is missing." : $"{variable} {text}";
        }
    }
}
