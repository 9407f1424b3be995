using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Charity.Embedded.Sqlite.Saving;

/// <summary>Values as Microsoft.Data.Sqlite stores them (its SqliteValueBinder), for the types that our mapping uses.</summary>
internal static class RowValue
{
    /// <summary>Bytes of text encoded without renting.</summary>
    private const int SmallText = 512;

    private static readonly HashSet<Type> Types =
    [
        typeof(string), typeof(long), typeof(int), typeof(bool), typeof(byte[]), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly),
    ];

    public static bool CanBind(RelationalTypeMapping? mapping)
        => mapping is not null
           && Types.Contains(Nullable.GetUnderlyingType(mapping.Converter?.ProviderClrType ?? mapping.ClrType)
                             ?? mapping.Converter?.ProviderClrType ?? mapping.ClrType);

    /// <summary>SQLite's result code.</summary>
    public static int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        string text => BindText(statement, index, text),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        int number => raw.sqlite3_bind_int64(statement, index, number),
        bool truth => raw.sqlite3_bind_int64(statement, index, truth ? 1 : 0),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, index, 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
        DateTime time => BindFormatted(statement, index, time, "yyyy\\-MM\\-dd HH\\:mm\\:ss.FFFFFFF"),
        DateTimeOffset time => BindFormatted(statement, index, time, "yyyy\\-MM\\-dd HH\\:mm\\:ss.FFFFFFFzzz"),
        DateOnly date => BindFormatted(statement, index, date, "yyyy\\-MM\\-dd"),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is not stored by us."),
    };

    private static int BindFormatted<T>(sqlite3_stmt statement, int index, T value, string format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[40];
        return value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture)
            ? raw.sqlite3_bind_text(statement, index, text[..length])
            : throw new InvalidOperationException("A time does not fit its text.");
    }

    private static int BindText(sqlite3_stmt statement, int index, string text)
    {
        if (text.Length == 0)
        {
            // An empty span is a null pointer, which SQLite would store as NULL.
            return raw.sqlite3_bind_text(statement, index, text);
        }

        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (longest <= SmallText)
        {
            Span<byte> small = stackalloc byte[SmallText];
            return raw.sqlite3_bind_text(statement, index, small[..Encoding.UTF8.GetBytes(text, small)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(longest);
        try
        {
            return raw.sqlite3_bind_text(statement, index, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
