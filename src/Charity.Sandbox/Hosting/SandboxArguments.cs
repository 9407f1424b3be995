using System.Globalization;

namespace Charity.Sandbox.Hosting;

/// <summary>What may be said on the command line. Nothing has to be.</summary>
/// <param name="AppPort">Port of the application on this machine.</param>
/// <param name="SandboxPort">Port of the simulated Stripe, the mailbox and the controls.</param>
/// <param name="DataFolder">Where database, mails and the simulator's journal are kept.</param>
/// <param name="Gifts">Gifts of the demo history; 0 makes the organisation and its campaigns only.</param>
/// <param name="Fresh">Sets aside what is there and makes the demo data anew.</param>
/// <param name="Verbose">Writes the hosts' log to the console.</param>
/// <param name="Empty">Makes no organisation: an installation as a newcomer finds it, with an administrator's account only.</param>
/// <param name="Documents">What draws PDFs where the edition has a choice: <c>QuestPdf</c> or <c>Builtin</c>.</param>
internal sealed record SandboxArguments(int AppPort, int SandboxPort, string DataFolder, int Gifts, bool Fresh, bool Verbose, string Documents = "Builtin",
    bool Empty = false)
{
    internal const int DefaultGifts = 1500;

    internal const string Usage = """
        Tries Charity on this machine. No real money moves and no mail leaves it.

          --app-port N       port of the application (5100)
          --sandbox-port N   port of the simulated Stripe, the mailbox and the controls (5101)
          --data FOLDER      where everything is kept (.data beside the solution, else in the working folder)
          --gifts N          gifts of the demo history, made at the first start (1500)
          --fresh            set aside what is kept and start anew
          --empty            no demo organisation: set one up yourself under /staff/set-up (kept in a folder of its own)
          --documents NAME   what draws PDFs in the Production edition: QuestPdf (for trying out), or Builtin
          --verbose          write the log to the console
          --help             this text
        """;

    private const int MostGifts = 20_000;

    /// <summary>The arguments, or one sentence that says what is wrong with them.</summary>
    internal static (SandboxArguments? Arguments, string? Fault) Read(IReadOnlyList<string> args)
    {
        var read = new SandboxArguments(5100, 5101, DefaultFolder(), DefaultGifts, false, false, "QuestPdf");
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            var value = i + 1 < args.Count ? args[i + 1] : null;
            switch (name)
            {
                case "--fresh":
                    read = read with { Fresh = true };
                    continue;
                case "--empty":
                    read = read with { Empty = true };
                    continue;
                case "--verbose":
                    read = read with { Verbose = true };
                    continue;
                case "--data" when !string.IsNullOrWhiteSpace(value):
                    read = read with { DataFolder = Path.GetFullPath(value) };
                    break;
                case "--app-port" when Number(value, 1, 65_535) is { } port:
                    read = read with { AppPort = port };
                    break;
                case "--sandbox-port" when Number(value, 1, 65_535) is { } port:
                    read = read with { SandboxPort = port };
                    break;
                case "--documents" when value is "QuestPdf" or "Builtin":
                    read = read with { Documents = value };
                    break;
                case "--gifts" when Number(value, 0, MostGifts) is { } gifts:
                    read = read with { Gifts = gifts };
                    break;
                default:
                    return (null, $"'{name}' is not understood, or what follows it.");
            }

            i++;
        }

        if (read.Empty && !args.Contains("--data"))
        {
            // The demo organisation, where there is one, stays as it is.
            read = read with { DataFolder = read.DataFolder + "-empty" };
        }

        return read.AppPort == read.SandboxPort ? (null, "The two ports must differ.") : (read, null);
    }

    private static int? Number(string? text, int least, int most)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    /// <summary>Beside the solution when started from its tree, so that every start finds the same data.</summary>
    private static string DefaultFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Charity.sln")))
            {
                return Path.Combine(folder.FullName, ".data");
            }
        }

        return Path.GetFullPath(".data");
    }
}
