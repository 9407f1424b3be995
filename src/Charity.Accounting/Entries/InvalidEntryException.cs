namespace Charity.Accounting;

/// <summary>A journal entry or a posting breaks a rule of double entry. The caller has a mistake; nothing was built.</summary>
public sealed class InvalidEntryException(string message) : InvalidOperationException(message);
