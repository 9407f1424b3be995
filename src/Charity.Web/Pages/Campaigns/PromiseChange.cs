using Charity.Accounting;
using Charity.Campaigns;
using Charity.Languages;

namespace Charity.Web.Pages.Campaigns;

/// <summary>One promise of a campaign before and after a public change, written out for readers.</summary>
public sealed record PromiseChange(string Name, string Before, string After)
{
    public static IEnumerable<PromiseChange> Between(CampaignPromises before, CampaignPromises after, LanguageTexts T, Language fallback)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(T);
        (string Name, string Before, string After)[] all =
        [
            (T["campaign.purpose"], Text(before.Purpose), Text(after.Purpose)),
            (T["campaign.goal"], Goal(before), Goal(after)),
            (T["campaign.end"], End(before), End(after)),
            (T["campaign.surplus"], Text(before.SurplusRule), Text(after.SurplusRule)),
        ];
        return all.Where(change => change.Before != change.After).Select(change => new PromiseChange(change.Name, change.Before, change.After));

        string Text(LocalizedText text) => text.In(T.Language, fallback).Text;

        string Goal(CampaignPromises promises) => promises.GoalMinor is { } minor
            ? AmountFormat.Brief(new Money(minor, Currency.Of(promises.GoalCurrency)), T.Language)
            : T["campaign.no-goal"];

        string End(CampaignPromises promises) => promises.EndsOn is { } day ? DateFormat.Full(day, T.Language) : T["campaign.no-end"];
    }
}
