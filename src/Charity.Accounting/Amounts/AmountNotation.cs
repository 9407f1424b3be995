namespace Charity.Accounting;

/// <summary>How a reader of a language writes a number with decimals.</summary>
public enum AmountNotation
{
    /// <summary>1 000,50 or 1.000,50: Ukrainian, Bulgarian, Macedonian.</summary>
    CommaDecimal,

    /// <summary>1,000.50: English.</summary>
    PointDecimal,
}

/// <summary>Which notation belongs to which language of the platform.</summary>
public static class AmountNotations
{
    /// <summary>The notation of a language code such as <c>uk</c>; a language that the platform does not speak counts as comma decimal.</summary>
    public static AmountNotation OfLanguage(string language) =>
        string.Equals(language, "en", StringComparison.OrdinalIgnoreCase) ? AmountNotation.PointDecimal : AmountNotation.CommaDecimal;
}
