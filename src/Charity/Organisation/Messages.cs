using Charity.Data.Work;

namespace Charity.Organisation;

/// <summary>A legal entity was added: its books must be opened.</summary>
public sealed record EntityAdded(Guid LegalEntityId) : IMessage
{
    public static string Kind => "ledger.open-books.v1";

    public string Subject => LegalEntityId.ToString("N");
}
