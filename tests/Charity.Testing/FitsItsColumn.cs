using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Charity.Testing;

/// <summary>
/// Refuses to save a text or bytes that are longer than their column. SQLite keeps whatever comes, SQL Server refuses it:
/// a test on the one must not hide what happens on the other.
/// </summary>
internal sealed class FitsItsColumn : SaveChangesInterceptor
{
    public static FitsItsColumn Instance { get; } = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Check(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Check(DbContext db)
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            foreach (var property in entry.Properties)
            {
                var value = property.Metadata.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(property.CurrentValue) : property.CurrentValue;
                var length = value switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 0 };
                if (property.Metadata.GetMaxLength() is { } most and > 0 && length > most)
                {
                    throw new InvalidOperationException(
                        FormattableString.Invariant($"{entry.Metadata.DisplayName()}.{property.Metadata.Name} takes {most} characters or bytes, and got {length}."));
                }
            }
        }
    }
}
