using Charity.Data.Work;

namespace Charity.Reconciliation;

/// <summary>
/// The provider has said which transactions a payout is made of: bring in those of one page that are missing, and mark all
/// as paid out. Each page is a message of its own, so that an import broken off anywhere goes on there.
/// </summary>
/// <param name="Round">The day on which it was asked for: what did not end well is asked for again on another day.</param>
/// <param name="After">Id of the last transaction of the page before; null for the first page.</param>
public sealed record ImportPayout(string Account, string PayoutId, string Round, string? After = null) : IMessage
{
    public static string Kind => "payout.import.v1";

    string IMessage.Subject => PayoutId;

    string IMessage.Discriminator => After is null ? Round : $"{Round}:{After}";
}

/// <summary>Every page of a payout was asked for: check, once they are in, that they sum to what went to the bank.</summary>
public sealed record SumPayout(string Account, string PayoutId, string Round) : IMessage
{
    public static string Kind => "payout.sum.v1";

    string IMessage.Subject => PayoutId;

    string IMessage.Discriminator => Round;
}
