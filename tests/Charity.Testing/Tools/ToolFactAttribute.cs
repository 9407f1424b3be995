using Xunit;

namespace Charity.Testing.Tools;

/// <summary>
/// A fact that needs programs of the system, such as <c>qpdf</c>. Where one is missing the test is reported as skipped,
/// with the reason; where <c>CI</c> is true it runs and fails, so that nothing goes unchecked there unseen.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] tools)
    {
        Skip = SystemTool.ReasonToSkip(tools);
    }
}

/// <summary>A theory that needs programs of the system; see <see cref="ToolFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(params string[] tools)
    {
        Skip = SystemTool.ReasonToSkip(tools);
    }
}
