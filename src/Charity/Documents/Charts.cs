namespace Charity.Documents;

/// <summary>
/// A value of a chart. The number only sets a length; people read <paramref name="Text"/>, formatted by the caller.
/// </summary>
/// <param name="Label">What it is: a month, a category.</param>
/// <param name="Value">In any one unit for the whole chart, such as minor units of one currency.</param>
/// <param name="Text">The value as people read it, such as <c>1 250,00 €</c>.</param>
public sealed record ChartValue(string Label, long Value, string Text);

/// <summary>A mark on a value axis.</summary>
public sealed record AxisMark(long Value, string Text);

/// <summary>
/// A chart: a drawing for the eye and <see cref="Alternative"/>, its whole data in words, for everyone else. Where the
/// figures matter to all readers, put a <see cref="Table"/> of them beneath.
/// </summary>
/// <param name="Title">What it shows, as a sentence or a name.</param>
public abstract record Chart(string Title) : Block
{
    /// <summary>Unit or source, small, beneath the title; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>What a screen reader says: the title and every value. Made from the data.</summary>
    public abstract string Alternative { get; }

    private protected static string Say(string title, IEnumerable<string> parts) =>
        (title.EndsWith('.') ? title : title + ".") + " " + string.Join("; ", parts) + ".";
}

/// <summary>Horizontal bars, one a value, in the order given; each with its text. Values from 0 up.</summary>
public sealed record BarChart(string Title, IReadOnlyList<ChartValue> Bars) : Chart(Title)
{
    /// <summary>Colour of the bars as <c>#RRGGBB</c>: a programme's hue.</summary>
    public string Hue { get; init; } = ChartHues.Accent;

    /// <summary>A second bar behind each, thin, such as the plan against the actual; as many as bars, or none.</summary>
    public IReadOnlyList<ChartValue> Against { get; init; } = [];

    /// <summary>Names of the two, as "actual" and "plan", for the legend; needed where <see cref="Against"/> is used.</summary>
    public (string Bars, string Against) Names { get; init; } = ("", "");

    public override string Alternative => Say(Title, Bars.Select((b, i) =>
        i < Against.Count
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{b.Label}: {Names.Bars} {b.Text}, {Names.Against} {Against[i].Text}")
            : b.Label + ": " + b.Text));
}

/// <summary>A part that each bar of a stacked chart has, such as a fund.</summary>
/// <param name="Hue">Colour as <c>#RRGGBB</c>.</param>
public sealed record ChartPart(string Name, string Hue);

/// <summary>One bar: a label, the text of its whole, and a value for each part in the order of the parts.</summary>
public sealed record StackedBar(string Label, string TotalText, IReadOnlyList<ChartValue> Values);

/// <summary>Horizontal bars made of parts. Values from 0 up.</summary>
public sealed record StackedBarChart(string Title, IReadOnlyList<ChartPart> Parts, IReadOnlyList<StackedBar> Bars) : Chart(Title)
{
    public override string Alternative => Say(Title, Bars.Select(b =>
        b.Label + " " + b.TotalText + ": " + string.Join(", ", b.Values.Select((v, i) => Parts[i].Name + " " + v.Text))));
}

/// <summary>One line over the points' order, such as months.</summary>
public sealed record LineSeries(string Name, string Hue, IReadOnlyList<ChartValue> Points);

/// <summary>Lines over time. All series have the same labels.</summary>
/// <param name="Marks">Marks of the value axis, ascending, formatted by the caller; the lowest and highest set the scale together with the data.</param>
public sealed record LineChart(string Title, IReadOnlyList<LineSeries> Series, IReadOnlyList<AxisMark> Marks) : Chart(Title)
{
    public override string Alternative => Say(Title, Series.Select(s =>
        s.Name + ": " + string.Join(", ", s.Points.Select(p => p.Label + " " + p.Text))));
}

/// <summary>What a step of a waterfall is.</summary>
public enum WaterfallKind
{
    /// <summary>A level: opening or closing balance, a subtotal. Stands on zero.</summary>
    Level,

    /// <summary>A movement from the level before; negative goes down.</summary>
    Change,
}

/// <summary>One step of a waterfall.</summary>
public sealed record WaterfallStep(string Label, WaterfallKind Kind, long Value, string Text);

/// <summary>From an opening balance by its movements to a closing one.</summary>
public sealed record WaterfallChart(string Title, IReadOnlyList<WaterfallStep> Steps) : Chart(Title)
{
    public override string Alternative => Say(Title, Steps.Select(s => s.Label + ": " + s.Text));
}

/// <summary>Colours for series that no programme's hue fits; each reaches 3:1 on white.</summary>
public static class ChartHues
{
    public const string Accent = "#0B6E69";
    public const string Warm = "#B4532A";
    public const string Blue = "#2F5FA8";
    public const string Plum = "#7A4A86";
    public const string Ochre = "#8A6A12";
    public const string Slate = "#4F5B6A";

    /// <summary>In the order to take them.</summary>
    public static IReadOnlyList<string> All { get; } = [Accent, Blue, Warm, Plum, Ochre, Slate];
}
