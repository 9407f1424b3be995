using System.Text.Json;
using Charity.Languages;

namespace Charity.Campaigns;

/// <summary>What donors rely on. After the first gift these change only by a public revision.</summary>
/// <param name="GoalMinor">Minor units of <paramref name="GoalCurrency"/>; null when there is no goal.</param>
public sealed record CampaignPromises(
    LocalizedText Purpose, long? GoalMinor, string GoalCurrency, DateOnly? EndsOn, LocalizedText SurplusRule)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static CampaignPromises FromJson(string json)
        => JsonSerializer.Deserialize<CampaignPromises>(json) ?? throw new JsonException("A revision holds no promises.");
}
