using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Charity.Web.Tests.Look;

/// <summary>
/// What the compiled pages write by themselves, method by method: the markup of the .cshtml files, with a mark where an
/// expression stands between. Read from the compiled program, so that no second parser of Razor is needed.
/// </summary>
internal static class WrittenWords
{
    /// <summary>Stands where a page writes something computed.</summary>
    public const char Computed = '\u0001';

    private const string PagesNamespace = "AspNetCoreGeneratedDocument";

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>The page and the markup of each of its methods.</summary>
    public static List<(string Page, string Markup)> In(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var metadata = file.GetMetadataReader();
        var found = new List<(string, string)>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0 && PageOf(metadata, method.GetDeclaringType()) is { } page
                && Markup(metadata, file.GetMethodBody(method.RelativeVirtualAddress)) is { Length: > 0 } markup)
            {
                found.Add((page, markup));
            }
        }

        return found;
    }

    /// <summary>The outermost type's name where it is a compiled page; its markup stands in nested ones as well.</summary>
    private static string? PageOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return metadata.GetString(type.Namespace) == PagesNamespace ? metadata.GetString(type.Name) : null;
    }

    private static string Markup(MetadataReader metadata, MethodBodyBlock body)
    {
        var markup = new System.Text.StringBuilder();
        var il = body.GetILReader();
        var last = "";
        var inAttribute = false;
        while (il.RemainingBytes > 0)
        {
            int value = il.ReadByte();
            if (value == 0xFE)
            {
                value = 0xFE00 | il.ReadByte();
            }

            var code = OpCodesByValue[value];
            switch (code.OperandType)
            {
                case OperandType.InlineString:
                    last = metadata.GetUserString(MetadataTokens.UserStringHandle(il.ReadInt32() & 0xFFFFFF));
                    continue;
                case OperandType.InlineMethod:
                    switch (NameOf(metadata, MetadataTokens.EntityHandle(il.ReadInt32())))
                    {
                        // The values of a tag helper's attributes are handed over the same way and are no markup.
                        case "BeginWriteTagHelperAttribute":
                            inAttribute = true;
                            break;
                        case "EndWriteTagHelperAttribute":
                            inAttribute = false;
                            break;
                        case "WriteLiteral" when !inAttribute:
                            markup.Append(last);
                            break;
                        case "Write" or "WriteAttributeValue" or "BeginWriteAttribute" when !inAttribute:
                            markup.Append(Computed);
                            break;
                    }

                    break;
                case OperandType.InlineSwitch:
                    var targets = il.ReadInt32();
                    il.Offset += targets * 4;
                    break;
                default:
                    il.Offset += Size(code.OperandType);
                    break;
            }

            // A literal is written by the very next call; any other string was for something else.
            last = "";
        }

        return markup.ToString();
    }

    private static string NameOf(MetadataReader metadata, EntityHandle method) => method.Kind switch
    {
        HandleKind.MemberReference => metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)method).Name),
        HandleKind.MethodDefinition => metadata.GetString(metadata.GetMethodDefinition((MethodDefinitionHandle)method).Name),
        _ => "",
    };

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
