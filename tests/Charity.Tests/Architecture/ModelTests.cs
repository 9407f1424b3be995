using Charity.Data.Work;
using Charity.Testing;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Architecture;

/// <summary>Rules of storage that both engines need, and the map from messages to handlers.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task Every_text_and_every_run_of_bytes_has_a_length()
    {
        await using var host = await CharityHost.StartAsync();
        await using var db = host.Db();
        var endless =
            from entity in db.Model.GetEntityTypes()
            from property in entity.GetProperties()
            let stored = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType
            where (stored == typeof(string) || stored == typeof(byte[])) && property.GetMaxLength() is null
            select $"{entity.DisplayName()}.{property.Name}";
        Assert.Equal([], endless);
    }

    [Fact]
    public async Task An_indexed_text_is_short_enough_for_either_engine()
    {
        // SQL Server: 900 bytes in a key, 1,700 in another index, two bytes a character.
        await using var host = await CharityHost.StartAsync();
        await using var db = host.Db();
        var tooLong = db.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetIndexes().Select(i => (entity, i.Properties, Limit: 1700)).Concat(entity.GetKeys().Select(k => (entity, k.Properties, Limit: 900))))
            .Where(key => key.Properties.Sum(Bytes) > key.Limit)
            .Select(key => $"{key.entity.DisplayName()}: {string.Join(", ", key.Properties.Select(p => p.Name))}");
        Assert.Equal([], tooLong);

        static int Bytes(IProperty property)
        {
            var stored = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
            var length = property.GetMaxLength() is { } max ? max < 0 ? 100_000 : max : 8;
            return stored == typeof(string) ? 2 * length : length;
        }
    }

    [Fact]
    public async Task Every_message_has_exactly_one_handler()
    {
        await using var host = await CharityHost.StartAsync();
        var map = host.Services.GetRequiredService<WorkMap>();
        Assert.All(Compiled.All, assembly => Assert.Empty(map.Faults(assembly)));
        Assert.All(map.Kinds, kind => Assert.Matches(@"^[a-z-]+(\.[a-z-]+)+\.v[1-9][0-9]*$", kind.Kind));
    }

    [Fact]
    public void Two_handlers_of_one_kind_are_refused()
        => Assert.Throws<InvalidOperationException>(() => new WorkMap([new WorkKind("a.v1", true, null!), new WorkKind("a.v1", false, null!)]));
}
