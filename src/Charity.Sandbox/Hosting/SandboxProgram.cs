using Charity.Web.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Charity.Sandbox.Hosting;

/// <summary>The try-it program: the application on one port, what surrounds it in real life on another.</summary>
internal static class SandboxProgram
{
    // sysexits.h
    private const int WrongUsage = 64;
    private const int CannotMake = 73;
    private const int WrongSetting = 78;

    internal static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.WriteLine(SandboxArguments.Usage);
            return 0;
        }

        var (arguments, fault) = SandboxArguments.Read(args);
        if (arguments is null)
        {
            await Console.Error.WriteLineAsync($"{fault}{Environment.NewLine}{Environment.NewLine}{SandboxArguments.Usage}");
            return WrongUsage;
        }

        foreach (var variable in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
        {
            if (string.Equals(Environment.GetEnvironmentVariable(variable), Environments.Production, StringComparison.OrdinalIgnoreCase))
            {
                await Console.Error.WriteLineAsync($"The sandbox refuses to run in Production ({variable}): it would take gifts that nobody pays.");
                return WrongSetting;
            }
        }

        using var folder = DataFolder.TryOpen(arguments.DataFolder);
        if (folder is null)
        {
            await Console.Error.WriteLineAsync($"Another sandbox uses {arguments.DataFolder}. Stop it, or give this one a folder of its own with --data.");
            return CannotMake;
        }

        return await RunAsync(arguments, folder);
    }

    private static async Task<int> RunAsync(SandboxArguments arguments, DataFolder folder)
    {
        var secrets = await SandboxSecrets.ReadAsync(folder.SecretsFile, CancellationToken.None);
        if ((arguments.Fresh || secrets is null) && folder.SetAside(TimeProvider.System.GetUtcNow()) is { } aside)
        {
            Console.WriteLine($"What was there is kept in {aside}.");
        }

        if (secrets is null)
        {
            secrets = SandboxSecrets.New();
            await secrets.WriteAsync(folder.SecretsFile, CancellationToken.None);
        }

        var setup = new SandboxSetup(arguments, secrets, folder.Current);
        using var clock = SandboxClock.Open(folder.Current.Clock);
        await using var sandbox = new RunningSandbox(setup, folder, clock);
        if (SettingsCheck.Faults(sandbox.Application.Services) is { Count: > 0 } faults)
        {
            await Console.Error.WriteLineAsync(SettingsCheck.Report(faults));
            return WrongSetting;
        }

        if (!folder.Fits(SchemaStamp.Of(sandbox.Application.Services)))
        {
            Console.WriteLine($"The data there were made by another version of Charity and are kept in {folder.SetAside(TimeProvider.System.GetUtcNow())}.");
            // Once more from the beginning, with a clock that shows real time; now nothing is there that could not fit.
            return await RunAsync(arguments with { Fresh = false }, folder);
        }

        try
        {
            await sandbox.RunAsync();
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} Choose other ports with --app-port and --sandbox-port.");
            return CannotMake;
        }
    }
}
