using Charity.Benchmarks;
using Charity.Benchmarks.Documents;
using Charity.Benchmarks.Gifts;
using Charity.Benchmarks.Intake;
using Charity.Benchmarks.Pages;
using Charity.Benchmarks.Settling;
using Charity.Benchmarks.Starting;

// dotnet run -c Release --project tests/Charity.Benchmarks [-- name …]
// Measures each scenario beside its limit, in the same run on the same machine, and prints one table.
if (args is [StartUp.Bare, var port])
{
    await StartUp.AnswerAsync(port);
    return 0;
}

Scenario[] scenarios =
[
    new("start", StartUp.RunAsync),
    new("pages", CampaignPageLoad.RunAsync),
    new("intake", async (output, cancel) => Figures.Of(await WebhookIntake.RunAsync(output, cancel))),
    new("settling", SettlingLoad.RunAsync),
    new("gifts", GiftListLoad.RunAsync),
    new("documents", (output, _) => Task.FromResult(Figures.Of(ReceiptPdfs.Run(output)))),
];

if (args.FirstOrDefault(name => scenarios.All(s => s.Name != name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no '{unknown}'. There are: {string.Join(", ", scenarios.Select(s => s.Name))}.");
    return 64;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var figures = new List<Figure>();
foreach (var scenario in scenarios.Where(s => args.Length == 0 || args.Contains(s.Name)))
{
    Console.WriteLine($"== {scenario.Name}");
    figures.AddRange(await scenario.RunAsync(Console.Out, stop.Token));
    Console.WriteLine();
}

FigureTable.Write(Console.Out, figures);
Console.WriteLine();
Console.WriteLine($"Measured on {FigureTable.Machine()}; load of the machine before: {MachineLoad.AtStart}.");
return 0;
