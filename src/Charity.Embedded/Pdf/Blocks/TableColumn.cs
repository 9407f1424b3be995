using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>A column of a table being set: its texts, place and width.</summary>
internal sealed class TableColumn
{
    private const double ColumnGap = 14;

    /// <summary>Share of the table that columns of numbers may take before they too are broken.</summary>
    private const double MostForNumbers = 0.8;

    /// <summary>Words wider than this are broken rather than push the other columns aside.</summary>
    private const double LongestKeptWord = 150;

    private readonly Column _column;
    private readonly char _decimalMark;
    private double _beforeMark;
    private double _afterMark;

    private TableColumn(Table table, int index, Setting setting)
    {
        _column = table.Columns[index];
        _decimalMark = setting.Language.StartsWith("en", StringComparison.Ordinal) ? '.' : ',';
        Title = setting.Text(_column.Title);
        Cells = [.. table.Rows.Select(r => setting.Text(r.Cells[index]))];
        for (var i = 0; i < Cells.Length; i++)
        {
            Measure(Cells[i], table.Rows[i].IsTotal ? Look.TableCell.Strong : Look.TableCell);
        }

        Least = Math.Max(Least, LineBreaker.LongestWord(Title, Look.TableHead));
        Natural = Math.Max(Math.Max(Natural, _beforeMark + _afterMark), Least);
    }

    public string Title { get; }

    public string[] Cells { get; }

    public double Left { get; private set; }

    public double Width { get; private set; }

    private bool IsText => _column.Alignment is ColumnAlignment.Left;

    /// <summary>Width at which no line breaks.</summary>
    private double Natural { get; set; }

    /// <summary>Width at which no word breaks.</summary>
    private double Least { get; set; }

    public static TableColumn[] Of(Table table, StripList to, Setting setting)
    {
        var columns = Enumerable.Range(0, table.Columns.Count).Select(i => new TableColumn(table, i, setting)).ToArray();
        Share(columns, to.Width - (ColumnGap * (columns.Length - 1)));
        var left = to.Left;
        foreach (var column in columns)
        {
            column.Left = left;
            left += column.Width + ColumnGap;
        }

        return columns;
    }

    public double HeadLeft(TextLine line) => Aligned(line.Width);

    /// <summary>Where the lines of a cell begin.</summary>
    public Func<TextLine, double> CellLeft(string text, TextStyle style)
    {
        if (_column.Alignment != ColumnAlignment.Amount || _beforeMark + _afterMark > Width + 0.01)
        {
            return line => Aligned(line.Width);
        }

        var before = LineBreaker.Width(text.AsSpan(0, MarkOf(text)), style);
        return line => Left + Width - _afterMark - before;
    }

    private double Aligned(double width) => _column.Alignment switch
    {
        ColumnAlignment.Left => Left,
        ColumnAlignment.Centre => Left + ((Width - width) / 2),
        _ => Left + Width - width,
    };

    private void Measure(string text, TextStyle style)
    {
        Least = Math.Max(Least, Math.Min(LongestKeptWord, LineBreaker.LongestWord(text, style)));
        foreach (var line in text.Split('\n'))
        {
            Natural = Math.Max(Natural, LineBreaker.Width(line, style));
        }

        if (_column.Alignment == ColumnAlignment.Amount)
        {
            var mark = MarkOf(text);
            _beforeMark = Math.Max(_beforeMark, LineBreaker.Width(text.AsSpan(0, mark), style));
            _afterMark = Math.Max(_afterMark, LineBreaker.Width(text.AsSpan(mark), style));
        }
    }

    /// <summary>Place of the decimal mark, or behind the last digit where a number has none.</summary>
    private int MarkOf(string text)
    {
        for (var i = text.Length - 2; i > 0; i--)
        {
            if (text[i] == _decimalMark && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]))
            {
                return i;
            }
        }

        var digit = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        return digit < 0 ? text.Length : digit + 1;
    }

    /// <summary>Numbers take what they need; text shares the rest by weight, but none gets more than it can use.</summary>
    private static void Share(TableColumn[] columns, double room)
    {
        var texts = columns.Where(c => c.IsText).ToList();
        var numbers = columns.Where(c => !c.IsText).ToList();
        var forNumbers = numbers.Sum(c => c.Natural);
        var most = texts.Count == 0 ? room : room * MostForNumbers;
        numbers.ForEach(c => c.Width = forNumbers <= most ? c.Natural : c.Natural * most / forNumbers);
        room -= numbers.Sum(c => c.Width);
        if (texts.Count == 0)
        {
            numbers.ForEach(c => c.Width += room / numbers.Count);
            return;
        }

        // Whoever needs less than its share gives the rest to the others.
        var open = texts;
        while (open.Count > 0)
        {
            var weight = open.Sum(c => c._column.Weight);
            var content = open.Where(c => c.Natural <= room * c._column.Weight / weight).ToList();
            if (content.Count == 0 || content.Count == open.Count)
            {
                var spare = content.Count == 0 ? 0 : room - open.Sum(c => c.Natural);
                open.ForEach(c => c.Width = content.Count == 0 ? room * c._column.Weight / weight : c.Natural + (spare * c._column.Weight / weight));
                break;
            }

            content.ForEach(c => c.Width = c.Natural);
            room -= content.Sum(c => c.Width);
            open = [.. open.Except(content)];
        }

        KeepWords(texts);
    }

    /// <summary>A column narrower than its longest word takes what it lacks from those that have more than theirs.</summary>
    private static void KeepWords(List<TableColumn> texts)
    {
        foreach (var narrow in texts.Where(c => c.Width < c.Least).ToList())
        {
            foreach (var wide in texts.Where(c => c.Width > c.Least).ToList())
            {
                var moved = Math.Min(narrow.Least - narrow.Width, wide.Width - wide.Least);
                narrow.Width += moved;
                wide.Width -= moved;
            }
        }
    }
}
