using System.Globalization;
using Charity.Benchmarks.Documents;
using Charity.Benchmarks.Intake;

namespace Charity.Benchmarks;

/// <summary>What the scenarios measured, as lines of the table.</summary>
internal static class Figures
{
    private const double IntakeAim = 5;

    internal static IReadOnlyList<Figure> Of(IntakeFigures intake) =>
    [
        new(string.Create(CultureInfo.InvariantCulture, $"webhooks kept, 64 connections (p99 {intake.P99:0} ms)"),
            FigureTable.PerSecond(intake.OverHttp), "one row a commit, same file: " + FigureTable.PerSecond(intake.OneRowPerCommit),
            intake.Ratio, IntakeAim),
    ];

    internal static IReadOnlyList<Figure> Of(PdfFigures pdf) =>
    [
        new(string.Create(CultureInfo.InvariantCulture, $"receipt PDFs, one thread ({pdf.Milliseconds:0.0} ms each)"),
            FigureTable.PerSecond(pdf.OneThread), "QuestPDF, measured apart: " + FigureTable.PerSecond(ReceiptPdfs.QuestPdfOneThread),
            pdf.OneThread / ReceiptPdfs.QuestPdfOneThread, ReceiptPdfs.Aim),
        new("receipt PDFs, four threads",
            FigureTable.PerSecond(pdf.FourThreads), "QuestPDF, measured apart: " + FigureTable.PerSecond(ReceiptPdfs.QuestPdfFourThreads),
            pdf.FourThreads / ReceiptPdfs.QuestPdfFourThreads, ReceiptPdfs.Aim),
    ];
}
