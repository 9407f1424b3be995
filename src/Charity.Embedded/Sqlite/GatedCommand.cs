using System.Data;
using Microsoft.Data.Sqlite;

namespace Charity.Embedded.Sqlite;

/// <summary>A command that keeps the gate's rule outside transactions and reuses prepared statements inside them.</summary>
internal sealed class GatedCommand : SqliteCommand
{
    /// <summary>First words of statements that change nothing, or that belong to a transaction already begun.</summary>
    private static readonly string[] Harmless = ["SELECT", "PRAGMA", "WITH", "EXPLAIN", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"];

    private readonly GatedConnection connection;

    public GatedCommand(GatedConnection connection)
    {
        this.connection = connection;
        Connection = connection;
    }

    private bool WritesAlone => !connection.HoldsGate && !IsHarmless(CommandText);

    public override int ExecuteNonQuery()
    {
        if (!WritesAlone)
        {
            return base.ExecuteNonQuery();
        }

        connection.EnterGate();
        try
        {
            return base.ExecuteNonQuery();
        }
        finally
        {
            connection.LeaveGate();
        }
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!WritesAlone)
        {
            return base.ExecuteNonQuery();
        }

        await connection.EnterGateAsync(cancellationToken);
        try
        {
            return base.ExecuteNonQuery();
        }
        finally
        {
            connection.LeaveGate();
        }
    }

    public override object? ExecuteScalar()
    {
        if (!WritesAlone)
        {
            return base.ExecuteScalar();
        }

        connection.EnterGate();
        try
        {
            return base.ExecuteScalar();
        }
        finally
        {
            connection.LeaveGate();
        }
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!WritesAlone)
        {
            return base.ExecuteScalar();
        }

        await connection.EnterGateAsync(cancellationToken);
        try
        {
            return base.ExecuteScalar();
        }
        finally
        {
            connection.LeaveGate();
        }
    }

    public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
    {
        if (WritesAlone)
        {
            // A reader may stay open for long, and the gate with it.
            throw new InvalidOperationException("A statement that writes and returns rows needs a transaction.");
        }

        return Transaction is not null && connection.Statements.Take(this) is { } prepared
            ? prepared.ExecuteReader(behavior)
            : base.ExecuteReader(behavior);
    }

    private static bool IsHarmless(string text)
    {
        var start = text.AsSpan().TrimStart();
        while (start.StartsWith("--", StringComparison.Ordinal))
        {
            var end = start.IndexOf('\n');
            start = end < 0 ? default : start[(end + 1)..].TrimStart();
        }

        foreach (var word in Harmless)
        {
            if (start.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return start.IsEmpty;
    }
}
