using System.Reflection;
using Charity.Accounting;
using Charity.Data;
using Charity.Embedded;
using Charity.Web;

namespace Charity.Tests.Architecture;

/// <summary>The program under test, as compiled.</summary>
internal static class Compiled
{
    public static Assembly Accounting { get; } = typeof(Money).Assembly;

    public static Assembly Rooms { get; } = typeof(CharityDb).Assembly;

    public static Assembly Embedded { get; } = typeof(EmbeddedAdapters).Assembly;

    public static Assembly Web { get; } = typeof(CharityWeb).Assembly;

    public static Assembly Sandbox { get; } = Assembly.Load("Charity.Sandbox");

    /// <summary>Every assembly of ours that runs, the Production edition's too when this build has it.</summary>
    public static IReadOnlyList<Assembly> All { get; } = [Accounting, Rooms, Embedded, Web, Sandbox, .. Production()];

    /// <summary>The name of the outermost type: compiler-made ones count for the type they were made for.</summary>
    public static string OwnerOf(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.FullName!;
    }

    /// <summary>Where a type lives: the part of its namespace after <c>Charity.</c>, or an empty string for none.</summary>
    public static string RoomOf(Type type)
    {
        var parts = (type.Namespace ?? "").Split('.');
        return type.Assembly == Rooms && parts is ["Charity", var room, ..] ? room : "";
    }

    private static IEnumerable<Assembly> Production()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Charity.Production.dll");
        return File.Exists(file) ? [Assembly.LoadFrom(file)] : [];
    }
}
