using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Charity.Campaigns;
using Charity.Campaigns.Pictures;
using Charity.Languages;

namespace Charity.Sandbox.Demo;

/// <summary>The invented organisation as written in Demo/Content: every text in four languages.</summary>
internal sealed record DemoContent(
    LocalizedText Name, LocalizedText Mission, LocalizedText About, LocalizedText Privacy, string ContactEmail, LocalizedText Terms,
    IReadOnlyList<DemoProgramme> Programmes, IReadOnlyList<DemoEntity> Entities)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static DemoContent Read() => Read<DemoContent>("organisation.json");

    /// <summary>The campaigns in the order of their place on the first page.</summary>
    internal static IReadOnlyList<DemoCampaign> Campaigns() =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith("Demo/Campaigns/", StringComparison.Ordinal))
            .Select(name => Read<DemoCampaign>(name["Demo/".Length..])).OrderBy(campaign => campaign.Position),
    ];

    /// <summary>The picture of a campaign in the widths of the library.</summary>
    internal static IReadOnlyList<AddPicture.Upload> Picture(string slug) =>
        [.. AddPicture.SmallerWidths.Append(AddPicture.Widest).Select(width => new AddPicture.Upload(Bytes(FormattableString.Invariant($"Pictures/{slug}-{width}.png")), width))];

    private static byte[] Bytes(string name)
    {
        using var stream = Open(name);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static T Read<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new InvalidOperationException($"Demo/{name} is empty.");
    }

    private static Stream Open(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream($"Demo/{name}")
        ?? throw new InvalidOperationException($"There is no Demo/{name} in the program.");
}

internal sealed record DemoProgramme(string Slug, string Hue, LocalizedText Name, LocalizedText Description);

internal sealed record DemoEntity(
    string Code, LocalizedText Name, LocalizedText Address, string RegistrationNumber, string CountryPack, bool TakesCards,
    string ReceiptPrefix, string SignatoryName, LocalizedText SignatoryRole, IReadOnlyList<DemoBankAccount> BankAccounts,
    IReadOnlyList<DemoFund> Funds);

internal sealed record DemoBankAccount(string Iban, string? Bic, string Currency, string BankName, string Holder);

internal sealed record DemoFund(string Code, bool Restricted, LocalizedText Name, string? Programme = null);

/// <param name="OpensInMonth">Months after the history begins.</param>
/// <param name="EndsInMonths">Months from the end of the history to the campaign's end date; null for no end date.</param>
/// <param name="Draft">The story as an editor has begun to write it anew; one campaign has such a draft.</param>
/// <param name="NextSummary">The summary of a draft that goes live some days after the history; one campaign has such a draft.</param>
/// <param name="NextUpdate">News that come out some days after the history.</param>
/// <param name="Weight">Its share of the gifts while it is open.</param>
internal sealed record DemoCampaign(
    string Slug, string Programme, int Position, long GoalMinor, string GoalCurrency, IReadOnlyList<string> Currencies,
    IReadOnlyList<DemoReceiver> Receivers, int OpensInMonth, int Weight, LocalizedText Title, LocalizedText Summary, LocalizedText Story,
    LocalizedText Purpose, LocalizedText SurplusRule, LocalizedText TargetGroups, LocalizedText Place, LocalizedText GiftExamples,
    LocalizedText ImageAlt, IReadOnlyList<DemoUpdate> Updates, int? EndsInMonths = null, DemoEnd? End = null, DemoRevision? Revision = null,
    LocalizedText? Draft = null, LocalizedText? NextSummary = null, DemoNews? NextUpdate = null);

internal sealed record DemoReceiver(string Entity, string Fund, bool Cards, bool Transfers);

internal sealed record DemoNews(LocalizedText Title, LocalizedText Body);

/// <param name="Consent">Of the person it tells of; null where it tells of nobody.</param>
internal sealed record DemoUpdate(int Month, LocalizedText Title, LocalizedText Body, DemoConsent? Consent = null);

/// <param name="Person">An invented name.</param>
internal sealed record DemoConsent(string Person, string Purpose);

internal sealed record DemoEnd(int Month, CampaignState State, LocalizedText? Remedy = null);

internal sealed record DemoRevision(int Month, long GoalMinor, LocalizedText Reason);
