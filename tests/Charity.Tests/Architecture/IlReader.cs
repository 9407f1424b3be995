using System.Reflection;
using System.Reflection.Emit;

namespace Charity.Tests.Architecture;

/// <summary>Reads which members and types a compiled method names.</summary>
internal static class IlReader
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Methods and constructors that the type itself declares; nested and compiler-made types stand for themselves.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Type type) => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All));

    /// <summary>Every operation of the method with the member it names, or null.</summary>
    public static IEnumerable<(OpCode Code, MemberInfo? Member)> Read(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            yield break;
        }

        var typeArguments = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var at = 0;
        while (at < il.Length)
        {
            var value = il[at] == 0xFE ? (short)(0xFE00 | il[at + 1]) : il[at];
            at += il[at] == 0xFE ? 2 : 1;
            var code = OpCodesByValue[value];
            MemberInfo? member = null;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    member = method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments);
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(il, at));
                    break;
                default:
                    at += SizeOf(code.OperandType);
                    break;
            }

            yield return (code, member);
        }
    }

    /// <summary>Every type that the given one names anywhere: bases, members, signatures, bodies, attributes, generic arguments.</summary>
    public static HashSet<Type> TypesNamedBy(Type type)
    {
        var named = new HashSet<Type>();
        Add(type.BaseType);
        foreach (var contract in type.GetInterfaces())
        {
            Add(contract);
        }

        foreach (var attribute in type.GetCustomAttributesData())
        {
            Add(attribute.AttributeType);
        }

        foreach (var field in type.GetFields(All))
        {
            Add(field.FieldType);
        }

        foreach (var method in MethodsOf(type))
        {
            AddSignature(method);
            foreach (var local in method.GetMethodBody()?.LocalVariables ?? [])
            {
                Add(local.LocalType);
            }

            foreach (var (_, member) in Read(method))
            {
                AddMember(member);
            }
        }

        return named;

        void AddMember(MemberInfo? member)
        {
            switch (member)
            {
                case Type other:
                    Add(other);
                    break;
                case FieldInfo field:
                    Add(field.DeclaringType);
                    Add(field.FieldType);
                    break;
                case MethodBase method:
                    Add(method.DeclaringType);
                    AddSignature(method);
                    foreach (var argument in method.IsGenericMethod ? method.GetGenericArguments() : [])
                    {
                        Add(argument);
                    }

                    break;
            }
        }

        void AddSignature(MethodBase method)
        {
            Add((method as MethodInfo)?.ReturnType);
            foreach (var parameter in method.GetParameters())
            {
                Add(parameter.ParameterType);
            }
        }

        void Add(Type? other)
        {
            if (other is null || other.IsGenericParameter)
            {
                return;
            }

            if (other.HasElementType)
            {
                Add(other.GetElementType());
                return;
            }

            if (named.Add(other.IsGenericType ? other.GetGenericTypeDefinition() : other))
            {
                Add(other.DeclaringType);
            }

            foreach (var argument in other.IsGenericType ? other.GetGenericArguments() : [])
            {
                Add(argument);
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
