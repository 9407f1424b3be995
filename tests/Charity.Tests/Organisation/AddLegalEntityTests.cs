using Charity.Languages;
using Charity.Organisation;
using Charity.Testing;
using Xunit;

namespace Charity.Tests.Organisation;

public sealed class AddLegalEntityTests
{
    [Theory]
    [InlineData("javascript:alert(1)", OrganisationProblem.RegisterUrlInvalid)]
    [InlineData("data:text/html,x", OrganisationProblem.RegisterUrlInvalid)]
    [InlineData("register.example", OrganisationProblem.RegisterUrlInvalid)]
    [Trait("Case", "A05")]
    public async Task The_link_to_the_register_leads_to_the_web(string address, OrganisationProblem problem)
        => Assert.Equal([problem], await AddAsync(i => i with { RegisterUrl = address }));

    [Theory]
    [InlineData("bg\n", "BG", OrganisationProblem.CodeInvalid)]
    [InlineData("BG", "BG", OrganisationProblem.CodeInvalid)]
    [InlineData("bg", "BG\n", OrganisationProblem.ReceiptPrefixInvalid)]
    [InlineData("bg", "B-G", OrganisationProblem.ReceiptPrefixInvalid)]
    public async Task Codes_that_stand_in_addresses_and_numbers_are_plain_letters(string code, string prefix, OrganisationProblem problem)
        => Assert.Equal([problem], await AddAsync(i => i with { Code = code, ReceiptPrefix = prefix }));

    [Fact]
    public async Task A_body_in_a_register_is_added() => Assert.Empty(await AddAsync(i => i with { RegisterUrl = "https://register.example/205000006" }));

    private static async Task<IReadOnlyList<OrganisationProblem>> AddAsync(Func<AddLegalEntity.Input, AddLegalEntity.Input> with)
    {
        await using var host = await CharityHost.StartAsync();
        var input = new AddLegalEntity.Input(
            "bg", CharityHost.Named("Test foundation"), CharityHost.Named("Sofia"), "205000006", null, "bg", null, "BG", null, LocalizedText.Empty);
        return (await host.RunAsync<AddLegalEntity, OrganisationOutcome>(u => u.RunAsync(with(input), default))).Problems;
    }
}
