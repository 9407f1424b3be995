using System.Linq.Expressions;
using Charity.Donations;

namespace Charity.GiftDesk;

/// <summary>What the list needs to know of a gift to filter, sort and sum it.</summary>
internal sealed class GiftFacts
{
    public required Guid Id { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DonationStatus Status { get; init; }
    public required DonationChannel Channel { get; init; }
    public required Guid EntityId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid FundId { get; init; }
    public required string Currency { get; init; }
    public required long AmountMinor { get; init; }
    public required long RefundedMinor { get; init; }
    public required long LostMinor { get; init; }
    public required bool DisputeOpen { get; init; }
    public required string SearchText { get; init; }

    public static readonly Expression<Func<Donation, GiftFacts>> Of = d => new GiftFacts
    {
        Id = d.Id,
        CreatedAt = d.CreatedAt,
        Status = d.Status,
        Channel = d.Channel,
        EntityId = d.LegalEntityId,
        CampaignId = d.CampaignId,
        FundId = d.FundId,
        Currency = d.Currency,
        AmountMinor = d.AmountMinor,
        RefundedMinor = d.RefundedMinor,
        LostMinor = d.LostToDisputeMinor,
        DisputeOpen = d.DisputeOpen,
        SearchText = d.SearchText,
    };
}

/// <summary>The place of a gift in the list, which is sorted by when gifts were made and then by their ids.</summary>
/// <param name="At">UTC.</param>
public readonly record struct GiftPlace(DateTime At, Guid Id) : IComparable<GiftPlace>
{
    public override string ToString() => FormattableString.Invariant($"{At.Ticks}.{Id:N}");

    public static GiftPlace? Parse(string? text)
        => text?.Split('.') is [var ticks, var id]
           && long.TryParse(ticks, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var at)
           && at <= DateTime.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var guid)
            ? new GiftPlace(new DateTime(at, DateTimeKind.Utc), guid)
            : null;

    /// <summary>As the database compares them: ids byte by byte.</summary>
    public int CompareTo(GiftPlace other)
        => At != other.At ? At.CompareTo(other.At) : Id.ToByteArray(true).AsSpan().SequenceCompareTo(other.Id.ToByteArray(true));

    public static bool operator <(GiftPlace left, GiftPlace right) => left.CompareTo(right) < 0;

    public static bool operator >(GiftPlace left, GiftPlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(GiftPlace left, GiftPlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(GiftPlace left, GiftPlace right) => left.CompareTo(right) >= 0;
}
