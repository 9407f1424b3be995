using System.Reflection;
using System.Reflection.Emit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Architecture;

public sealed class DependencyTests
{
    private static readonly string[] ProductionOnly = ["Stripe.net", "MailKit", "MimeKit", "QuestPDF", "Hangfire", "Microsoft.EntityFrameworkCore.SqlServer", "Microsoft.Data.SqlClient"];

    /// <summary>What reads or writes rows by text, in EF Core and in ADO.NET.</summary>
    private static readonly string[] RawSql =
        ["FromSql", "FromSqlRaw", "FromSqlInterpolated", "ExecuteSql", "ExecuteSqlRaw", "ExecuteSqlInterpolated", "ExecuteSqlAsync", "ExecuteSqlRawAsync", "ExecuteSqlInterpolatedAsync", "SqlQuery", "SqlQueryRaw"];

    /// <summary>The invariants of the books read the tables of every room, as an auditor would: SQL that both engines understand.</summary>
    private const string Auditor = "Charity.Ledger.";

    [Fact]
    public void Packages_of_the_Production_edition_are_known_to_it_alone()
    {
        foreach (var assembly in Compiled.All.Where(a => a.GetName().Name != "Charity.Production"))
        {
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), r => ProductionOnly.Any(name => r.Name!.StartsWith(name, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Assemblies_depend_one_way()
    {
        Assert.Empty(Ours(Compiled.Accounting));
        Assert.DoesNotContain(Compiled.Accounting.GetReferencedAssemblies(), r => !r.Name!.StartsWith("System.", StringComparison.Ordinal) && r.Name != "netstandard");
        Assert.Equal(["Charity.Accounting"], Ours(Compiled.Rooms));
        Assert.Empty(Ours(Compiled.Embedded).Except(["Charity", "Charity.Accounting"]));
        Assert.Empty(Ours(Compiled.Web).Except(["Charity", "Charity.Accounting", "Charity.Embedded", "Charity.Production"]));
        Assert.DoesNotContain(Compiled.Rooms.GetReferencedAssemblies(), r => r.Name!.Contains("Sqlite", StringComparison.OrdinalIgnoreCase));

        static List<string> Ours(Assembly assembly)
            => [.. assembly.GetReferencedAssemblies().Select(r => r.Name!).Where(name => name.StartsWith("Charity", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Pages_know_rooms_and_never_adapters()
    {
        var breaches = Compiled.Web.GetTypes()
            .Where(type => Compiled.OwnerOf(type) != "Charity.Web.Edition")
            .SelectMany(type => IlReader.TypesNamedBy(type).Where(other => other.Assembly.GetName().Name is "Charity.Embedded" or "Charity.Production").Select(other => $"{Compiled.OwnerOf(type)} names {other}."))
            .Distinct().ToList();
        Assert.True(breaches.Count == 0, string.Join(Environment.NewLine, breaches));
    }

    [Fact]
    public void The_web_saves_nothing_itself()
        => AssertNoCalls(
            Compiled.Web,
            member => (member.Name is "SaveChanges" or "SaveChangesAsync" && member.DeclaringType!.IsAssignableTo(typeof(DbContext)))
                      || member.Name is "ExecuteUpdate" or "ExecuteUpdateAsync" or "ExecuteDelete" or "ExecuteDeleteAsync",
            _ => false);

    [Fact]
    public void Raw_SQL_stands_in_the_database_rooms_only()
    {
        foreach (var assembly in new[] { Compiled.Rooms, Compiled.Web, Compiled.Sandbox, Compiled.Embedded })
        {
            AssertNoCalls(
                assembly,
                member => RawSql.Contains(member.Name)
                          || (member.Name is "set_CommandText" or "CreateCommand" && member.DeclaringType!.IsAssignableTo(typeof(System.Data.IDbCommand)) | member.DeclaringType.IsAssignableTo(typeof(System.Data.IDbConnection))),
                owner => owner.StartsWith("Charity.Data.", StringComparison.Ordinal)
                         || owner.StartsWith("Charity.Embedded.Sqlite.", StringComparison.Ordinal)
                         || owner.StartsWith(Auditor, StringComparison.Ordinal));
        }
    }

    private static void AssertNoCalls(Assembly assembly, Func<MethodBase, bool> forbidden, Func<string, bool> exempt)
    {
        var breaches =
            from type in assembly.GetTypes()
            where !exempt(Compiled.OwnerOf(type))
            from method in IlReader.MethodsOf(type)
            from operation in IlReader.Read(method)
            where operation.Code.FlowControl == FlowControl.Call || operation.Code == OpCodes.Ldftn
            let called = operation.Member as MethodBase
            where called is not null && forbidden(called)
            select $"{Compiled.OwnerOf(type)} calls {called.DeclaringType!.Name}.{called.Name}.";
        Assert.Equal([], breaches.Distinct());
    }
}
