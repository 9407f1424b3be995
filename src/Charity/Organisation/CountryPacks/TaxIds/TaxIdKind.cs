namespace Charity.Organisation;

/// <summary>A kind of tax or identity number that a certificate may carry. In JSON: <c>bg-egn</c>, <c>ua-edrpou</c>.</summary>
public enum TaxIdKind
{
    /// <summary>Bulgaria, person: ЕГН, 10 digits.</summary>
    BgEgn,

    /// <summary>Bulgaria, foreigner resident there: ЛНЧ, 10 digits.</summary>
    BgLnch,

    /// <summary>Bulgaria, company or organisation: ЕИК (Булстат), 9 or 13 digits.</summary>
    BgEik,

    /// <summary>North Macedonia, person: ЕМБГ, 13 digits.</summary>
    MkEmbg,

    /// <summary>North Macedonia, company or organisation: ЕДБ, 13 digits.</summary>
    MkEdb,

    /// <summary>Ukraine, person: РНОКПП, 10 digits.</summary>
    UaRnokpp,

    /// <summary>Ukraine, company or organisation: ЄДРПОУ, 8 digits.</summary>
    UaEdrpou,
}

/// <summary>Why a typed number cannot be right.</summary>
public enum TaxIdFault
{
    None,
    Empty,

    /// <summary>Something else than digits, spaces, hyphens and the country's letters before them.</summary>
    NotDigits,

    WrongLength,

    /// <summary>The digits that give the day of birth name no day.</summary>
    WrongDate,

    /// <summary>The last digit does not follow from the others: most likely a slip of the finger.</summary>
    WrongCheckDigit,
}
