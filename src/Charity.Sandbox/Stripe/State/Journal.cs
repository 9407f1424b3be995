using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Charity.Sandbox.Stripe.State;

/// <summary>
/// The file that every change is appended to, one JSON line each, before it is answered; replaying it gives the same
/// state and the same next ids. A last line that was cut by a crash is dropped: nobody was told of that change.
/// </summary>
internal sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly bool fsync;
    private readonly Dictionary<string, ITable> tables;
    private readonly ArrayBufferWriter<byte> buffer = new(16 * 1024);
    private readonly FileStream? file;
    private readonly FileStream? hold;

    /// <exception cref="IOException">Another process has the journal open.</exception>
    internal Journal(string? path, bool fsync, Dictionary<string, ITable> tables)
    {
        this.fsync = fsync;
        this.tables = tables;
        if (path is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

            // Held apart from the journal, which may be read while it grows: Unix knows no lock that lets readers in.
            hold = new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        }
    }

    internal DateTimeOffset? Replay(World world)
    {
        if (file is null || file.Length == 0)
        {
            return null;
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var (at, good) = Read(world, bytes);
        file.SetLength(good);
        file.Seek(0, SeekOrigin.End);
        return at;
    }

    internal void Append(Tx tx)
    {
        if (tx.Steps.Count == 0 && !tx.ChangedCounters.Any() || file is null)
        {
            return;
        }

        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("at", tx.Now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            WriteCounters(writer, tx.ChangedCounters);
            writer.WriteStartArray("p");
            foreach (var (kind, id, _, after) in tx.Steps)
            {
                WriteStep(writer, kind, id, after, whole: false);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        EndLine();
        var before = file.Length;
        try
        {
            file.Write(buffer.WrittenSpan);
            file.Flush(fsync);
        }
        catch (IOException)
        {
            // A full disk takes half a line; the change is refused, so its half must not stand before the next one.
            file.SetLength(before);
            file.Seek(before, SeekOrigin.Begin);
            throw;
        }
    }

    /// <summary>The whole state as journal lines; events carry their snapshot, since earlier versions are gone.</summary>
    internal byte[] Snapshot(World world, IEnumerable<ITable> all)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("at", (world.LastAt ?? world.Now).UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            WriteCounters(writer, world.Ids.Counters.OrderBy(c => c.Key, StringComparer.Ordinal));
            writer.WriteStartArray("p");
            foreach (var table in all)
            {
                foreach (var record in table.All())
                {
                    WriteStep(writer, table.Kind, record.Id, record, whole: true);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        EndLine();
        return buffer.WrittenSpan.ToArray();
    }

    internal DateTimeOffset? Restore(World world, byte[] snapshot)
    {
        if (file is not null)
        {
            file.SetLength(0);
            file.Write(snapshot);
            file.Flush(fsync);
        }

        return Read(world, snapshot).At;
    }

    public void Dispose()
    {
        file?.Dispose();
        hold?.Dispose();
    }

    private (DateTimeOffset? At, long Good) Read(World world, byte[] bytes)
    {
        DateTimeOffset? at = null;
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            at = ReadLine(world, bytes.AsSpan(start, length)) is var lineAt && (at is null || lineAt > at) ? lineAt : at;
            start += length + 1;
        }

        return (at, start);
    }

    private DateTimeOffset ReadLine(World world, ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        foreach (var counter in root.GetProperty("c").EnumerateObject())
        {
            world.Ids.Restore(counter.Name, counter.Value.GetInt64());
        }

        foreach (var step in root.GetProperty("p").EnumerateArray())
        {
            var kind = step[0].GetString()!;
            if (step[1].ValueKind == JsonValueKind.String)
            {
                world.ApplyRemoval(kind, step[1].GetString()!);
                continue;
            }

            var record = (IRecord)step[1].Deserialize(tables[kind].RecordType, Json)!;
            if (record is EventState e)
            {
                e.Snapshot = step.GetArrayLength() > 2
                    ? (IRecord)step[2].Deserialize(tables[e.ObjectKind].RecordType, Json)!
                    : tables[e.ObjectKind].Current(e.ObjectId);
            }

            world.Apply(kind, record);
        }

        return new DateTimeOffset(root.GetProperty("at").GetDateTime(), TimeSpan.Zero);
    }

    private static void WriteCounters(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, long>> counters)
    {
        writer.WriteStartObject("c");
        foreach (var (name, value) in counters)
        {
            writer.WriteNumber(name, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter writer, string kind, string id, IRecord? record, bool whole)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(kind);
        if (record is null)
        {
            writer.WriteStringValue(id);
        }
        else
        {
            JsonSerializer.Serialize(writer, record, record.GetType(), Json);
            if (whole && record is EventState { Snapshot: { } snapshot })
            {
                JsonSerializer.Serialize(writer, snapshot, snapshot.GetType(), Json);
            }
        }

        writer.WriteEndArray();
    }

    private void EndLine()
    {
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
    }
}
