using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Charity.Embedded.Sqlite;

/// <summary>
/// Adds what SQLite needs and other engines have by themselves: a column holds whatever is put in, so amounts of money
/// are checked to be integers (1.5 would be stored otherwise).
/// </summary>
internal sealed class SqliteModelCustomizer(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    private const string MoneySuffix = "_minor";

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is not { } table)
            {
                continue;
            }

            foreach (var property in entity.GetProperties())
            {
                var column = property.GetColumnName();
                if (column.EndsWith(MoneySuffix, StringComparison.Ordinal))
                {
                    entity.AddCheckConstraint($"ck_{table}_{column}_integer", $"typeof({column}) IN ('integer', 'null')");
                }
            }
        }
    }
}
