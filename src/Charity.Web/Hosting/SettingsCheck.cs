using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>
/// Reads all settings before anything starts and says everything that is missing or wrong at once, so that an
/// administrator corrects the file in one go and not fault by fault.
/// </summary>
public static class SettingsCheck
{
    /// <summary>One plain sentence for each fault; empty when the program may start.</summary>
    public static IReadOnlyList<string> Faults(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException one)
        {
            return [.. one.Failures];
        }
        catch (AggregateException several)
        {
            return [.. several.InnerExceptions.SelectMany(e => e is OptionsValidationException o ? o.Failures : [e.Message])];
        }
    }

    /// <summary>The faults as an administrator reads them on the console.</summary>
    public static string Report(IReadOnlyList<string> faults) =>
        $"Charity cannot start. {(faults.Count == 1 ? "One setting is" : FormattableString.Invariant($"{faults.Count} settings are"))} missing or wrong "
        + "(.env.example explains each):" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}"));
}
