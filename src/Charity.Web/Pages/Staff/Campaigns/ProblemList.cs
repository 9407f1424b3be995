using Charity.Campaigns;
using Charity.Languages;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>Why something was not done, drawn by <c>_Problems</c>.</summary>
/// <param name="Heading">What was not done.</param>
public sealed record ProblemList(TextKey Heading, IReadOnlyList<CampaignProblem> Problems);

/// <summary>Where in the editor's form a problem is mended.</summary>
internal static class ProblemPlaces
{
    /// <summary>The id of a field; null for a problem that no field mends.</summary>
    /// <param name="own">The language in which the organisation writes first.</param>
    public static string? Of(CampaignProblem problem, Language own) => problem switch
    {
        CampaignProblem.TitleMissing => $"title.{own.Code}",
        CampaignProblem.SummaryMissing => $"summary.{own.Code}",
        CampaignProblem.StoryMissing => $"story.{own.Code}",
        CampaignProblem.PurposeMissing => $"purpose.{own.Code}",
        CampaignProblem.SurplusRuleMissing => $"surplus.{own.Code}",
        CampaignProblem.ProgrammeUnknown => "programme",
        CampaignProblem.GoalNotPositive => "goal",
        CampaignProblem.GoalCurrencyNotSettled => "goalCurrency",
        CampaignProblem.EndsBeforeStart => "ends",
        CampaignProblem.CurrencyUnknown => "currencies",
        CampaignProblem.PictureUnknown => "picture",
        CampaignProblem.ConsentMissing => "person",
        CampaignProblem.NoReceiver or CampaignProblem.ReceiverWithoutMeans or CampaignProblem.EntityUnknown or CampaignProblem.FundUnknown
            or CampaignProblem.FundOfAnotherEntity or CampaignProblem.EntityHasNoCardAccount or CampaignProblem.EntityHasNoBankAccount => "receivers",
        _ => null,
    };
}
