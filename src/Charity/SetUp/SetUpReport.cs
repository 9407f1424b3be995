using Charity.Languages;

namespace Charity.SetUp;

/// <summary>The steps, in the order in which a newcomer takes them.</summary>
public enum SetUpStep
{
    Organisation,
    Country,
    Languages,
    Bank,
    Stripe,
    Mail,
    Address,
    Start,
}

/// <summary>How a finding stands; a step stands as its worst one.</summary>
public enum SetUpLevel
{
    Good,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>Not there yet.</summary>
    Open,

    /// <summary>There, and wrong.</summary>
    Bad,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Text">The sentence, with its values.</param>
public sealed record SetUpFinding(SetUpLevel Level, TextKey Text, params IReadOnlyList<(string Name, object? Value)> Values)
{
    internal static SetUpFinding Good(TextKey text, params IReadOnlyList<(string Name, object? Value)> values) => new(SetUpLevel.Good, text, values);

    internal static SetUpFinding Note(TextKey text, params IReadOnlyList<(string Name, object? Value)> values) => new(SetUpLevel.Note, text, values);

    internal static SetUpFinding Open(TextKey text, params IReadOnlyList<(string Name, object? Value)> values) => new(SetUpLevel.Open, text, values);

    internal static SetUpFinding Bad(TextKey text, params IReadOnlyList<(string Name, object? Value)> values) => new(SetUpLevel.Bad, text, values);
}

/// <summary>What was found about one step.</summary>
public sealed record SetUpReport(SetUpStep Step, IReadOnlyList<SetUpFinding> Findings)
{
    private static readonly string[] FirstStep = ["setup.found.organisation-none", "setup.found.entity-none", "setup.found.stripe-no-entity"];

    public SetUpLevel Level => Findings.Count == 0 ? SetUpLevel.Open : Findings.Max(finding => finding.Level);

    /// <summary>Nothing has to be done here.</summary>
    public bool IsGreen => Level <= SetUpLevel.Note;

    /// <summary>It waits for something that is entered in the first step.</summary>
    public bool LacksOrganisation => Findings.Any(finding => finding.Level == SetUpLevel.Open && Array.IndexOf(FirstStep, finding.Text.Key) >= 0);

    /// <summary>What the step as a whole is called: something worth knowing takes nothing from its being in order.</summary>
    public SetUpLevel Shown => IsGreen ? SetUpLevel.Good : Level;
}

/// <summary>All steps, as they stood when they were looked at.</summary>
/// <param name="At">Real time, UTC, of the slower checks.</param>
public sealed record SetUpState(IReadOnlyList<SetUpReport> Steps, DateTime At)
{
    public bool IsGreen => Steps.All(step => step.IsGreen);

    public int Green => Steps.Count(step => step.IsGreen);

    /// <summary>Where to go on: the first step that is not green, or null.</summary>
    public SetUpStep? Next => Steps.FirstOrDefault(step => !step.IsGreen)?.Step;

    public SetUpReport Of(SetUpStep step) => Steps.Single(report => report.Step == step);
}
