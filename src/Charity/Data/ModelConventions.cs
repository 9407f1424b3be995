using System.Text;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Charity.Data;

/// <summary>Storage rules that hold for every table on every engine.</summary>
internal static class ModelConventions
{
    /// <summary>Characters in a string column that names no length of its own.</summary>
    private const int DefaultStringLength = 256;

    /// <summary>Characters of an enum stored by name.</summary>
    private const int EnumLength = 32;

    public static void Configure(ModelConfigurationBuilder builder)
    {
        builder.Properties<string>().HaveMaxLength(DefaultStringLength);
        // Big-endian, so that version-7 ids sort by time in an index of either engine.
        builder.Properties<Guid>().HaveConversion<BigEndianGuid>().HaveMaxLength(16).AreFixedLength();
        builder.Properties<DateTime>().HaveConversion<UtcDateTime>();
        builder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(EnumLength);
        builder.Properties<LocalizedText>().HaveConversion<LocalizedTextConverter, LocalizedTextComparer>().HaveMaxLength(-1);
    }

    /// <summary>Tables and columns in snake_case, as the reference documents and every SQL query write them.</summary>
    public static void NameLikeSql(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table)
            {
                entity.SetTableName(Snake(table));
            }

            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Snake(property.GetColumnName()));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(Snake(key.GetName()!));
            }

            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName(Snake(key.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Snake(index.GetDatabaseName()!));
            }
        }
    }

    internal static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsAsciiLetterUpper(c) && i > 0 && name[i - 1] != '_'
                && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(
        id => id.ToByteArray(true),
        bytes => new Guid(bytes, true));

    private sealed class UtcDateTime() : ValueConverter<DateTime, DateTime>(
        time => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time,
        time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
