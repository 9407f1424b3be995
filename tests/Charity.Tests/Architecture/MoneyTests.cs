using System.Reflection;
using System.Reflection.Emit;
using Xunit;

namespace Charity.Tests.Architecture;

/// <summary>Money is counted in whole minor units: no binary or decimal fraction comes near it.</summary>
public sealed class MoneyTests
{
    private static readonly Type[] Fractions = [typeof(double), typeof(float), typeof(decimal), typeof(Half)];

    private static readonly OpCode[] FractionCodes = [OpCodes.Ldc_R4, OpCodes.Ldc_R8, OpCodes.Conv_R4, OpCodes.Conv_R8, OpCodes.Conv_R_Un];

    private static readonly string[] MoneyRooms = ["Donations", "Payments", "Ledger", "Reconciliation", "Receipts", "Campaigns", "Donors", "Organisation", "Exceptions", "Notifications"];

    [Fact]
    public void Nothing_in_accounting_or_in_a_room_with_money_is_a_fraction()
    {
        var types = Compiled.Accounting.GetTypes().Concat(Compiled.Rooms.GetTypes().Where(type => MoneyRooms.Contains(Compiled.RoomOf(type))));
        var breaches = types.SelectMany(type => FractionsIn(type).Select(what => $"{Compiled.OwnerOf(type)}: {what}")).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(breaches.Count == 0, string.Join(Environment.NewLine, breaches));
    }

    [Fact]
    public void Every_amount_in_minor_units_is_a_long()
    {
        var minor = Compiled.Rooms.GetTypes().Where(type => !type.IsGenericTypeDefinition).SelectMany(type => type.GetProperties())
            .Where(p => p.Name.Length > 5 && p.Name.EndsWith("Minor", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(minor);
        Assert.All(minor, p => Assert.True((Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == typeof(long), $"{p.DeclaringType}.{p.Name}"));
    }

    private static IEnumerable<string> FractionsIn(Type type)
    {
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            // A constant is copied to where it is used, and is seen there.
            if (IsFraction(field.FieldType) && !field.IsLiteral)
            {
                yield return $"field {field.Name}";
            }
        }

        foreach (var method in IlReader.MethodsOf(type))
        {
            if (IsFraction((method as MethodInfo)?.ReturnType) || method.GetParameters().Any(p => IsFraction(p.ParameterType)))
            {
                yield return $"signature of {method.Name}";
            }

            if (method.GetMethodBody()?.LocalVariables.Any(local => IsFraction(local.LocalType)) == true)
            {
                yield return $"local of {method.Name}";
            }

            var operations = IlReader.Read(method).ToList();
            for (var i = 0; i < operations.Count; i++)
            {
                var (code, member) = operations[i];
                if (FractionCodes.Contains(code) && !IsOfTimeOrPage(operations.Skip(i + 1)))
                {
                    yield return $"{code.Name} in {method.Name}";
                }
                else if (member is MethodBase { DeclaringType: { } declaring } called && IsFraction(declaring))
                {
                    yield return $"{declaring.Name}.{called.Name} in {method.Name}";
                }
            }
        }
    }

    /// <summary>The number goes, within the same short expression, into a span of time or a measure on a page.</summary>
    private static bool IsOfTimeOrPage(IEnumerable<(OpCode Code, MemberInfo? Member)> following)
    {
        const int shortExpression = 16;
        return following.Take(shortExpression).Select(operation => (operation.Member as MethodBase)?.DeclaringType)
            .Any(taker => taker is not null && (taker == typeof(TimeSpan) || Compiled.RoomOf(taker) == "Documents"));
    }

    private static bool IsFraction(Type? type) => type is not null && Fractions.Contains(Nullable.GetUnderlyingType(type) ?? type);
}
