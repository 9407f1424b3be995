using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Charity.Embedded.Sqlite.Saving;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Charity.Embedded.Sqlite;

/// <summary>How every connection to one database file is opened.</summary>
internal sealed record SqliteSettings(string ConnectionString, string Synchronous, TimeSpan BusyTimeout, FairGate Gate);

/// <summary>
/// The only way to the database file. A transaction enters the process-wide gate before it begins and leaves it when it
/// ends, however it ends; a single writing statement outside a transaction does the same. A commit hook refuses, in
/// SQLite itself, any write that came another way.
/// </summary>
internal sealed class GatedConnection : SqliteConnection
{
    /// <summary>Real time that a writer waits for its turn before it reports "busy".</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int BusyCode = 5;

    /// <summary>What belongs to SQLite's own connection, which the pool hands from one of us to the next.</summary>
    private static readonly ConditionalWeakTable<sqlite3, Native> Natives = [];

    private readonly SqliteSettings settings;
    private readonly StatementCache statements = new();
    private Native? native;

    public GatedConnection(SqliteSettings settings)
        : base(settings.ConnectionString)
    {
        this.settings = settings;
        Rows = new RowStatements(this);
    }

    internal bool HoldsGate => native is { MayWrite: true };

    internal StatementCache Statements => statements;

    internal RowStatements Rows { get; }

    /// <summary>ADO.NET's provider clears it however the transaction ended: commit, rollback, dispose or a closed connection.</summary>
    protected override SqliteTransaction? Transaction
    {
        get => base.Transaction;
        set
        {
            base.Transaction = value;
            if (value is null && HoldsGate)
            {
                LeaveGate();
            }
        }
    }

    public override void Open()
    {
        if (State == ConnectionState.Open)
        {
            return;
        }

        base.Open();
        if (Natives.TryGetValue(Handle!, out native) && native.Settings == settings)
        {
            return;
        }

        native = new Native(settings);
        Natives.AddOrUpdate(Handle!, native);
        Pragma($"PRAGMA busy_timeout={(long)settings.BusyTimeout.TotalMilliseconds}");
        Pragma("PRAGMA journal_mode=WAL");
        Pragma($"PRAGMA synchronous={settings.Synchronous}");
        Pragma("PRAGMA foreign_keys=ON");
        // The delegate lives as long as SQLite's connection; a non-zero answer turns the commit into a rollback.
        raw.sqlite3_commit_hook(Handle, static state => ((Native)state).MayWrite ? 0 : 1, native);
    }

    public override void Close()
    {
        statements.Clear();
        Rows.Clear();
        base.Close();
        native = null;
    }

    public override SqliteTransaction BeginTransaction(IsolationLevel isolationLevel, bool deferred)
    {
        // A deferred transaction reads one state of the database; the commit hook refuses its writes.
        if (deferred || HoldsGate)
        {
            return base.BeginTransaction(isolationLevel, deferred);
        }

        EnterGate();
        return Begin(isolationLevel);
    }

    public override SqliteCommand CreateCommand() => new GatedCommand(this) { Transaction = Transaction };

    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        if (HoldsGate)
        {
            // The provider says why a second transaction cannot begin; waiting for ourselves would never end.
            return base.BeginTransaction(isolationLevel, false);
        }

        await EnterGateAsync(cancellationToken);
        return Begin(isolationLevel);
    }

    internal void EnterGate() => Entered(settings.Gate.Enter(Patience));

    internal async ValueTask EnterGateAsync(CancellationToken cancel) => Entered(await settings.Gate.EnterAsync(Patience, cancel));

    internal void LeaveGate()
    {
        native!.MayWrite = false;
        settings.Gate.Leave();
    }

    private SqliteTransaction Begin(IsolationLevel isolationLevel)
    {
        try
        {
            return base.BeginTransaction(isolationLevel, false);
        }
        catch
        {
            LeaveGate();
            throw;
        }
    }

    private void Entered(bool entered)
    {
        if (!entered)
        {
            throw new SqliteException($"No turn to write came within {Patience.TotalSeconds} s.", BusyCode);
        }

        if (native is null)
        {
            settings.Gate.Leave();
            throw new InvalidOperationException("A transaction needs an open connection.");
        }

        native.MayWrite = true;
    }

    private void Pragma(string text)
    {
        using var command = CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private sealed class Native(SqliteSettings settings)
    {
        public SqliteSettings Settings { get; } = settings;

        public volatile bool MayWrite;
    }
}
