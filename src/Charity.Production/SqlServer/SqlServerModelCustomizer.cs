using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Charity.Production.SqlServer;

/// <summary>
/// Makes text mean on SQL Server what it means on SQLite: every character counts. Under the server's usual collation
/// <c>txn_1Ab</c> and <c>txn_1aB</c> would be one key, and a second payment the first once more.
/// </summary>
internal sealed class SqlServerModelCustomizer(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    /// <summary>Compares and sorts by code point. Search folds case itself, in the program.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                if ((property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string))
                {
                    property.SetCollation(Collation);
                }
            }
        }
    }
}
