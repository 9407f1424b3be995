using System.Security.Cryptography;
using Charity.Data;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Tests.Data;

public sealed class PublicTokensTests
{
    private static readonly PublicTokens Tokens = new(Options.Create(new TokenOptions { Key = Convert.ToBase64String(SHA256.HashData([1])) }));

    [Fact]
    public void A_token_leads_back_to_its_hash_and_differs_by_purpose_id_and_version()
    {
        var id = Guid.NewGuid();
        var token = Tokens.For("receipt", id, 1);

        Assert.Equal(PublicTokens.Length, token.Length);
        Assert.Equal(Tokens.HashFor("receipt", id, 1), PublicTokens.HashOf(token));
        string[] others = [Tokens.For("check", id, 1), Tokens.For("receipt", id, 2), Tokens.For("receipt", Guid.NewGuid(), 1)];
        Assert.DoesNotContain(token, others);
    }

    [Theory]
    [Trait("Case", "A02")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA\0AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ААААААААААААААААААААААААААААААААААААААААААА")]
    public void What_is_no_token_has_no_hash_and_is_no_error(string? text) => Assert.Null(PublicTokens.HashOf(text));
}
