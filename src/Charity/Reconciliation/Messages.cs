using Charity.Data.Work;

namespace Charity.Reconciliation;

/// <summary>The provider has said which transactions a payout is made of: bring in those that are missing and check the sum.</summary>
public sealed record ImportPayout(string Account, string PayoutId) : IMessage
{
    public static string Kind => "payout.import.v1";

    string IMessage.Subject => PayoutId;
}
