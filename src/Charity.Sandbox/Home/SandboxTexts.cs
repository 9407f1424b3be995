using Charity.Languages;

namespace Charity.Sandbox.Home;

/// <summary>The words of the sandbox's own pages.</summary>
internal static class SandboxTexts
{
    private static readonly Texts All = Texts.Load([typeof(SandboxTexts).Assembly]);

    internal static LanguageTexts In(Language language) => All.In(language);
}
