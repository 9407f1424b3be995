using System.Collections;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Charity.Data;
using Charity.Production.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Options;

namespace Charity.Testing;

/// <summary>
/// Translates each query that a test runs for SQL Server too, without a server: a query that only SQLite understands
/// fails the test that first runs it.
/// </summary>
internal sealed class AlsoForSqlServer : IQueryExpressionInterceptor
{
    private static readonly SqlServerEngine Engine = new(Options.Create(new DatabaseOptions
    {
        Engine = DatabaseEngineName.SqlServer,
        ConnectionString = "Server=nowhere.invalid;Database=charity",
    }));

    private static readonly MethodInfo Translate =
        typeof(AlsoForSqlServer).GetMethod(nameof(TranslateAs), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static AlsoForSqlServer Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var options = new DbContextOptionsBuilder<CharityDb>();
        Engine.Describe(options).AddInterceptors(new NothingSent());
        using var db = new CharityDb(options.Options);
        var retarget = new Retarget(db);
        var query = retarget.Visit(queryExpression);
        if (retarget.IsRaw)
        {
            return queryExpression;
        }

        var element = query.Type.IsAssignableTo(typeof(IQueryable)) ? query.Type.GetInterfaces().Append(query.Type)
            .First(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IQueryable<>)).GetGenericArguments()[0] : null;
        var result = element is null ? typeof(Task<>).MakeGenericType(query.Type) : typeof(IAsyncEnumerable<>).MakeGenericType(element);
        try
        {
            Translate.MakeGenericMethod(result).Invoke(null, [db, query, retarget.Parameters]);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Capture(inner).Throw();
        }

        return queryExpression;
    }

    private static void TranslateAs<TResult>(CharityDb db, Expression query, Dictionary<string, object?> parameters)
    {
        var run = db.GetService<IQueryCompilationContextFactory>().Create(async: true).CreateQueryExecutor<TResult>(query);
        var context = db.GetService<IQueryContextFactory>().Create();
        foreach (var (name, value) in parameters)
        {
            context.Parameters[name] = value;
        }

        // The text depends on the values, so it is made only now; nothing is sent.
        if (run(context) is IQueryingEnumerable rows)
        {
            Check(rows.ToQueryString());
        }
    }

    /// <exception cref="InvalidOperationException">The server would refuse it, or compare text in another way than the columns do.</exception>
    private static void Check(string sql)
    {
        if (sql.Contains("OPENJSON", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"A list that is sent as JSON is compared under the database's collation, not the column's: {sql}");
        }
    }

    /// <summary>The same query over SQL Server's model, with a value of the right kind for each of its parameters.</summary>
    private sealed class Retarget(CharityDb db) : ExpressionVisitor
    {
        public Dictionary<string, object?> Parameters { get; } = [];

        public bool IsRaw { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case EntityQueryRootExpression root when node.GetType() == typeof(EntityQueryRootExpression):
                    return new EntityQueryRootExpression(db.Model.FindEntityType(root.EntityType.Name)!);
                case QueryRootExpression:
                    // Text of a test's own.
                    IsRaw = true;
                    return node;
                case QueryParameterExpression parameter:
                    Parameters[parameter.Name] = ValueOf(parameter.Type);
                    return node;
                default:
                    return base.VisitExtension(node);
            }
        }

        private static object? ValueOf(Type type)
        {
            if (type == typeof(string))
            {
                return "x";
            }

            if (type.IsArray)
            {
                var array = Array.CreateInstance(type.GetElementType()!, 1);
                array.SetValue(ValueOf(type.GetElementType()!), 0);
                return array;
            }

            if (type.IsAssignableTo(typeof(IEnumerable)) && type.IsGenericType)
            {
                var element = type.GetGenericArguments()[0];
                var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
                list.Add(ValueOf(element));
                return type.IsInstanceOfType(list) ? list : Activator.CreateInstance(type, list);
            }

            return Nullable.GetUnderlyingType(type) is { } underlying ? ValueOf(underlying) : type.IsValueType ? Activator.CreateInstance(type) : null;
        }
    }

    /// <summary>Looks at what would be sent.</summary>
    private sealed class NothingSent : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
            => ValueTask.FromResult(InterceptionResult.Suppress());

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Check(command.CommandText);
            return ValueTask.FromResult(InterceptionResult<int>.SuppressWithResult(0));
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Check(command.CommandText);
            return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(new System.Data.DataTable().CreateDataReader()));
        }
    }
}
