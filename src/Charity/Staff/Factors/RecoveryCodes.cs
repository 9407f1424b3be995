using System.Security.Cryptography;

namespace Charity.Staff.Factors;

/// <summary>Ten codes on paper, each good once, for the day on which phone and keys are gone.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    /// <summary>Signs of one code: 50 random bits.</summary>
    private const int Length = 10;

    /// <summary>32 signs of which no two look alike.</summary>
    private const string Signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Fresh ones, as people read them: <c>7KQ2M-PZ9WL</c>.</summary>
    public static IReadOnlyList<string> Fresh()
        => [.. Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Signs, Length)).Select(code => $"{code[..5]}-{code[5..]}")];
}
