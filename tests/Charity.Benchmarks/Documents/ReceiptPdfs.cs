using System.Diagnostics;
using Charity.Documents;
using Charity.Embedded.Pdf;
using Charity.Testing.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Benchmarks.Documents;

/// <summary>Receipts a second on one and on four threads, and how long one takes on one.</summary>
public sealed record PdfFigures(double OneThread, double FourThreads)
{
    public double Milliseconds => 1000 / OneThread;
}

/// <summary>
/// One-page receipts with a QR code, each of another donor and number, drawn by the edition's renderer: how many a second
/// on one and on four threads, and how long one takes.
/// </summary>
public static class ReceiptPdfs
{
    /// <summary>QuestPDF on four cores, measured in a trial; the aim is five times as many.</summary>
    internal const int QuestPdfOneThread = 250;
    internal const int QuestPdfFourThreads = 580;
    internal const int Aim = 5;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);
    private static readonly string[] Languages = ["uk", "bg", "mk", "en"];

    public static PdfFigures Run(TextWriter output)
    {
        using var services = new ServiceCollection().AddPdfDocuments().BuildServiceProvider();
        var renderer = services.GetRequiredService<IDocumentRenderer>();
        var warm = Stopwatch.StartNew();
        var first = renderer.Render(Receipt(0)).Length;
        output.WriteLine(FormattableString.Invariant($"first receipt of the process: {warm.Elapsed.TotalMilliseconds:0} ms, {first:N0} bytes"));
        // The compiler makes hot methods again while they run; what it costs is not what a receipt costs.
        for (var i = 0; i < 5; i++)
        {
            PerSecond(renderer, threads: 1, TimeSpan.FromSeconds(1));
        }

        var one = PerSecond(renderer, threads: 1, Measured);
        var four = PerSecond(renderer, threads: 4, Measured);
        output.WriteLine(FormattableString.Invariant($"receipts on one thread:   {one:N0} a second, {1000 / one:0.00} ms each; aim {QuestPdfOneThread * Aim:N0}, ratio {one / QuestPdfOneThread:0.0}"));
        output.WriteLine(FormattableString.Invariant($"receipts on four threads: {four:N0} a second; aim {QuestPdfFourThreads * Aim:N0}, ratio {four / QuestPdfFourThreads:0.0}"));
        return new PdfFigures(one, four);
    }

    private static double PerSecond(IDocumentRenderer renderer, int threads, TimeSpan time)
    {
        var made = 0;
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            for (var i = t; clock.Elapsed < time; i += threads)
            {
                renderer.Render(Receipt(i));
                Interlocked.Increment(ref made);
            }
        })).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        return made / clock.Elapsed.TotalSeconds;
    }

    private static Document Receipt(int i)
    {
        var language = Languages[i % Languages.Length];
        return SampleDocuments.Receipt(language, FormattableString.Invariant($"{SampleDocuments.NameIn(language)} {i}"), i);
    }
}
