using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Charity.Accounting;

namespace Charity.Organisation;

/// <summary>
/// All country packs, read from the JSON files beside this class: one file for each version, named by pack and first
/// day (<c>bg-2026-01-01.json</c>). Read and checked whole at start.
/// </summary>
public sealed class CountryPacks
{
    public const string General = "general";

    private readonly FrozenDictionary<string, CountryPack[]> _versions;

    private CountryPacks(FrozenDictionary<string, CountryPack[]> versions) => _versions = versions;

    /// <summary>The ids of all packs.</summary>
    public IEnumerable<string> Ids => _versions.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="CountryPackException">A file is broken or contradicts another.</exception>
    public static CountryPacks Load()
    {
        var assembly = typeof(CountryPacks).Assembly;
        const string folder = "Charity.Organisation.CountryPacks.";
        var packs = new List<CountryPack>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            packs.Add(Read(reader.ReadToEnd(), name[folder.Length..]));
        }

        return Of(packs);
    }

    /// <summary>The version that holds on a day of the entity's calendar.</summary>
    /// <exception cref="ArgumentException">There is no such pack.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The day lies before the pack's first version.</exception>
    public CountryPack For(string id, DateOnly on)
    {
        foreach (var version in Versions(id))
        {
            if (version.InForceFrom <= on)
            {
                return version;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(on), on, $"The country pack '{id}' knows nothing of that day.");
    }

    /// <inheritdoc cref="For(string, DateOnly)"/>
    public CountryPack For(LegalEntity entity, DateOnly on) => For(entity.CountryPack, on);

    /// <summary>The version that holds at an instant.</summary>
    /// <param name="utc">Its Kind is Utc.</param>
    /// <inheritdoc cref="For(string, DateOnly)"/>
    public CountryPack At(string id, DateTime utc) => For(id, DayOf(id, utc));

    /// <inheritdoc cref="At(string, DateTime)"/>
    public CountryPack At(LegalEntity entity, DateTime utc) => At(entity.CountryPack, utc);

    /// <summary>The day on which an instant falls in a pack's country.</summary>
    /// <param name="utc">Its Kind is Utc.</param>
    /// <exception cref="ArgumentException">There is no such pack.</exception>
    public DateOnly DayOf(string id, DateTime utc) => Versions(id)[0].DayOf(utc);

    /// <summary>All versions of a pack, latest first. Its zone is the same in all.</summary>
    /// <exception cref="ArgumentException">There is no such pack.</exception>
    public IReadOnlyList<CountryPack> Versions(string id) =>
        _versions.TryGetValue(id, out var versions) ? versions : throw new ArgumentException($"There is no country pack '{id}'.", nameof(id));

    public bool Has(string id) => _versions.ContainsKey(id);

    internal static CountryPacks Of(IEnumerable<CountryPack> packs)
    {
        var versions = packs
            .GroupBy(pack => pack.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.OrderByDescending(pack => pack.InForceFrom).ToArray(),
                StringComparer.Ordinal);
        foreach (var (id, all) in versions)
        {
            if (all.DistinctBy(pack => pack.InForceFrom).Count() != all.Length)
            {
                throw new CountryPackException($"{id}: two versions begin on one day.");
            }

            if (all[0].SettlementCurrencies.Any(currency => currency.IsHistory))
            {
                throw new CountryPackException($"{id}: the latest version settles in a currency that is history.");
            }

            if (all.DistinctBy(pack => pack.TimeZone).Count() != 1)
            {
                throw new CountryPackException($"{id}: the zone differs between versions, so that a day would not say which version it is in.");
            }
        }

        return new(versions);
    }

    internal static CountryPack Read(string json, string file)
    {
        CountryPack pack;
        try
        {
            pack = JsonSerializer.Deserialize<CountryPack>(json, Options) ?? throw new CountryPackException($"{file}: the file is empty.");
        }
        catch (JsonException broken)
        {
            throw new CountryPackException($"{file}: {broken.Message}", broken);
        }

        if (file != FormattableString.Invariant($"{pack.Id}-{pack.InForceFrom:yyyy-MM-dd}.json"))
        {
            throw new CountryPackException($"{file}: the name is not that of pack '{pack.Id}' from {pack.InForceFrom:yyyy-MM-dd}.");
        }

        var faults = CountryPackCheck.Faults(pack).ToList();
        return faults.Count == 0 ? pack : throw new CountryPackException($"{file}: {string.Join(" ", faults)}");
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new CurrencyConverter(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private sealed class CurrencyConverter : JsonConverter<Currency>
    {
        public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Currency.TryOf(reader.GetString(), out var currency) ? currency : throw new JsonException("No such currency.");

        public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
    }
}

/// <summary>A country pack's file is broken: the program does not start with it.</summary>
public sealed class CountryPackException : Exception
{
    public CountryPackException()
    {
    }

    public CountryPackException(string message)
        : base(message)
    {
    }

    public CountryPackException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
