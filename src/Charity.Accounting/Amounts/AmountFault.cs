namespace Charity.Accounting;

/// <summary>Why a text is no amount to give. Each has its own sentence in every language.</summary>
public enum AmountFault
{
    None,

    /// <summary>Nothing but spaces.</summary>
    Empty,

    /// <summary>Not a number in any notation: letters, exponents, other scripts' digits, misplaced separators.</summary>
    NotANumber,

    /// <summary>Holds characters that nobody sees and that can make the number read otherwise, such as right-to-left marks.</summary>
    HiddenCharacters,

    /// <summary>Names another currency than the one chosen.</summary>
    OtherCurrency,

    /// <summary>More decimals than the currency has; nothing is ever rounded away.</summary>
    TooManyDecimals,

    Negative,

    Zero,

    /// <summary>More than a ledger can hold (2^63 - 1 minor units). What a card may pay is a much lower, separate limit.</summary>
    TooLarge,
}
