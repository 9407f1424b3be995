namespace Charity.Sandbox.Hosting;

/// <summary>
/// Where one sandbox keeps everything. <c>current/</c> appears whole or not at all: demo data are made in a folder beside
/// it that is renamed when they are finished. A lock keeps a second sandbox out.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string Unfinished = "preparing-";

    private readonly FileStream held;

    private DataFolder(string root, FileStream held)
    {
        (Root, this.held) = (root, held);
        Current = new DataSet(Path.Combine(root, "current"));
    }

    internal string Root { get; }

    /// <summary>The data in use.</summary>
    internal DataSet Current { get; }

    internal string SecretsFile => Path.Combine(Root, "secrets.json");

    internal bool HasData => Directory.Exists(Current.Folder);

    /// <summary>Whether the data there have these tables (<see cref="SchemaStamp"/>); true of no data.</summary>
    internal bool Fits(string schema) => !HasData || (File.Exists(Current.Schema) && File.ReadAllText(Current.Schema) == schema);

    /// <summary>Opens the folder, or gives null when another sandbox holds it.</summary>
    internal static DataFolder? TryOpen(string root)
    {
        Directory.CreateDirectory(root);
        FileStream lockFile;
        try
        {
            lockFile = new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }

        var folder = new DataFolder(root, lockFile);
        // A start that was killed left these; nothing in them was ever in use.
        foreach (var left in Directory.EnumerateDirectories(root, Unfinished + "*"))
        {
            Directory.Delete(left, recursive: true);
        }

        return folder;
    }

    /// <summary>Keeps what there is under another name; gives that name, or null when there was nothing.</summary>
    internal string? SetAside(DateTimeOffset now)
    {
        if (!HasData)
        {
            return null;
        }

        var aside = Path.Combine(Root, FormattableString.Invariant($"set-aside-{now:yyyyMMdd-HHmmss}"));
        Directory.Move(Current.Folder, aside);
        return aside;
    }

    internal DataSet BeginNew()
    {
        var set = new DataSet(Path.Combine(Root, Unfinished + Path.GetRandomFileName()));
        Directory.CreateDirectory(set.Folder);
        return set;
    }

    /// <summary>Puts finished data in place, in one step of the file system.</summary>
    internal void Use(DataSet finished) => Directory.Move(finished.Folder, Current.Folder);

    public void Dispose() => held.Dispose();
}

/// <summary>The files of one set of data.</summary>
internal sealed record DataSet(string Folder)
{
    internal string Database => Path.Combine(Folder, "charity.db");

    /// <summary>Every change of the simulated Stripe.</summary>
    internal string Journal => Path.Combine(Folder, "stripe.journal");

    /// <summary>One .eml file for each mail.</summary>
    internal string Mails => Path.Combine(Folder, "mail");

    /// <summary>Which tables the database has, see <see cref="SchemaStamp"/>.</summary>
    internal string Schema => Path.Combine(Folder, "schema");

    /// <summary>How far the clock was moved away from real time.</summary>
    internal string Clock => Path.Combine(Folder, "clock");
}
