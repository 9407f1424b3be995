using System.Text.RegularExpressions;
using Xunit;

namespace Charity.Tests.Architecture;

public sealed class TokenTests
{
    /// <summary>A purpose that two places spell by themselves makes addresses that open nothing once one of them changes.</summary>
    [Fact]
    public void The_purpose_of_a_public_token_is_named_where_it_belongs_and_nowhere_spelt_again()
    {
        var spelt = new Regex("\\.(For|HashFor)\\(\\s*\"");
        var breaches = Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "*.cs*", SearchOption.AllDirectories)
            .Where(file => spelt.IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName);
        Assert.Empty(breaches);
    }
}
