using Charity.Data;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Architecture;

/// <summary>Who may call whom, read from the compiled program; the table is that of docs/rooms.md.</summary>
public sealed class RoomTests
{
    /// <summary>Rooms that everyone may use. They use each other, and no other room.</summary>
    private static readonly HashSet<string> Hallways = ["Data", "Languages", "Documents", "Organisation", "Exceptions", "Files"];

    private static readonly Dictionary<string, string[]> MayCall = new()
    {
        ["Donations"] = ["Campaigns", "Donors", "Payments", "Ledger"],
        ["Receipts"] = ["Donations", "Donors", "Notifications"],
        ["Reconciliation"] = ["Payments", "Donations", "Ledger"],
        ["Operations"] = ["Payments", "Ledger"],
        ["GiftDesk"] = ["Donations", "Campaigns", "Receipts", "Payments"],
        ["SetUp"] = ["Payments", "Campaigns", "Donations", "Receipts", "Notifications", "Operations"],
        ["Ledger"] = [],
        ["Payments"] = [],
        ["Campaigns"] = [],
        ["Donors"] = [],
        ["Notifications"] = [],
        ["Staff"] = ["Notifications", "Campaigns"],
    };

    [Fact]
    public void Every_room_is_in_the_table_and_has_a_door()
    {
        var rooms = RoomTypes().Select(Compiled.RoomOf).Distinct().ToList();
        Assert.Empty(rooms.Except(MayCall.Keys).Except(Hallways));
        Assert.All(rooms, room => Assert.True(
            Compiled.Rooms.GetType($"Charity.{room}.{room}Room") is { IsAbstract: true, IsSealed: true }, $"{room} has no {room}Room."));
        foreach (var (room, others) in MayCall)
        {
            Assert.All(others, other => Assert.DoesNotContain(room, MayCall[other]));
        }
    }

    [Fact]
    public void A_room_calls_only_whom_it_may()
    {
        var breaches = RoomTypes().SelectMany(Breaches).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(breaches.Count == 0, string.Join(Environment.NewLine, breaches));
    }

    [Fact]
    public void Every_room_of_the_table_stands_in_the_document()
    {
        var lines = File.ReadAllLines(Path.Combine(Sources.Root, "docs", "rooms.md"));
        foreach (var (room, others) in MayCall.Where(r => r.Value.Length > 0))
        {
            Assert.Contains($"| {room} | {string.Join(", ", others)} |", lines);
        }
    }

    /// <summary>Types of rooms, but for those whose work is to know all tables: the context and the mapping of entities.</summary>
    private static IEnumerable<Type> RoomTypes()
        => Compiled.Rooms.GetTypes().Where(type => Compiled.RoomOf(type).Length > 0 && !IsMapping(type));

    private static bool IsMapping(Type type)
        => type == typeof(CharityDb)
           || (type.DeclaringType is { } outer && IsMapping(outer))
           || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>));

    private static IEnumerable<string> Breaches(Type type)
    {
        var room = Compiled.RoomOf(type);
        var allowed = MayCall.GetValueOrDefault(room, []);
        return IlReader.TypesNamedBy(type)
            .Where(other => Compiled.RoomOf(other) is { Length: > 0 } target && target != room && !Hallways.Contains(target) && !allowed.Contains(target))
            .Select(other => $"{Compiled.OwnerOf(type)} ({room}) names {other.FullName} ({Compiled.RoomOf(other)}).");
    }
}
