namespace Charity.Documents;

/// <summary>The loose marks that documents can set on a letter for which no composed form exists, such as а́.</summary>
internal static class CombiningMarks
{
    private const int Above = 230;
    private const int Below = 220;
    private const int Attached = 202;
    private const int AttachedAbove = 216;

    public static bool Is(char c) => c is >= '\u0300' and <= '\u036F';

    /// <summary>Stands above its letter.</summary>
    public static bool IsAbove(char c) => Class(c) == Above;

    /// <summary>Grows out of its letter, as a cedilla does.</summary>
    public static bool IsAttached(char c) => Class(c) is Attached or AttachedAbove;

    /// <summary>Unicode's canonical combining class, for the marks the fonts hold; 0 for everything else.</summary>
    public static int Class(char c) => c switch
    {
        '\u031B' => AttachedAbove,
        '\u0327' or '\u0328' => Attached,
        >= '\u0323' and <= '\u0333' => Below,
        >= '\u0300' and <= '\u0314' => Above,
        _ => 0,
    };
}
