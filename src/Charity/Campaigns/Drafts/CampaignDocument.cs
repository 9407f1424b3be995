using System.Text.Encodings.Web;
using System.Text.Json;

namespace Charity.Campaigns.Drafts;

/// <summary>Everything that an editor writes of a campaign: what a draft holds and what a published edition keeps.</summary>
public sealed record CampaignDocument(CampaignContent Content, CampaignPromises Promises)
{
    /// <summary>Raised when a stored document must be read in another way than the records of today.</summary>
    internal const int Schema = 1;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A last day before the first: a draft may hold it for a while, nothing is published with it.</summary>
    public bool EndsBeforeStart => Promises.EndsOn < Content.StartsOn;

    public string ToJson() => JsonSerializer.Serialize(new Stored(Schema, Content, Promises), Json);

    /// <exception cref="JsonException">No document, or one that a newer version of the program wrote.</exception>
    public static CampaignDocument FromJson(string json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, Json) ?? throw new JsonException("A draft holds no document.");
        return stored.Schema <= Schema
            ? new CampaignDocument(stored.Content, stored.Promises)
            : throw new JsonException($"The document has schema {stored.Schema}; this version of the program reads up to {Schema}.");
    }

    private sealed record Stored(int Schema, CampaignContent Content, CampaignPromises Promises);
}
