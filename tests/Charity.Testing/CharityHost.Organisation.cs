using Charity.Campaigns;
using Charity.Languages;
using Charity.Organisation;

namespace Charity.Testing;

/// <summary>What <see cref="CharityHost.SetUpOrganisationAsync"/> made.</summary>
/// <param name="Bulgarian">Has the Stripe account <see cref="TestSettings"/> knows and a euro account.</param>
/// <param name="Macedonian">Has no card account: transfers only, in denars.</param>
public sealed record TestOrganisation(
    Guid Bulgarian, Guid Macedonian, Guid GeneralFund, Guid UrgentFund, Guid MacedonianFund, Guid Programme, Guid Terms, Guid Campaign)
{
    public const string CampaignSlug = "warm-winter";
}

public sealed partial class CharityHost
{
    /// <summary>
    /// A small organisation made by the real verbs: a Bulgarian entity that takes cards and euro transfers, a Macedonian
    /// one that takes transfers, a general and two restricted funds, terms, and one active campaign with a goal of 10,000 EUR.
    /// </summary>
    public async Task<TestOrganisation> SetUpOrganisationAsync()
    {
        await MustAsync<SetUpOrganisation>(u => u.RunAsync(
            new(Named("Test charity"), Named("We help."), Named("About us"), Named("Privacy"), "office@charity.example", Language.En), default));
        var bulgarian = await MustAsync<AddLegalEntity>(u => u.RunAsync(
            new("bg", Named("Test foundation"), Named("Sofia"), "205000006", null, "bg", TestSettings.StripeAccount, "BG", "A. Signer", Named("Chair")), default));
        var macedonian = await MustAsync<AddLegalEntity>(u => u.RunAsync(
            new("mk", Named("Test association"), Named("Skopje"), "7000001", null, "mk", null, "MK", null, LocalizedText.Empty), default));
        await MustAsync<AddBankAccount>(u => u.RunAsync(
            new(bulgarian, "BG80 BNBG 9661 1020 3456 78", "BNBGBGSD", "EUR", "Test bank", "Test foundation", true), default));
        await MustAsync<AddBankAccount>(u => u.RunAsync(
            new(macedonian, "MK07250120000058984", null, "MKD", "Test bank", "Test association", true), default));
        var terms = await MustAsync<PublishTerms>(u => u.RunAsync(new(bulgarian, Named("Terms of giving")), default));
        await MustAsync<PublishTerms>(u => u.RunAsync(new(macedonian, Named("Terms of giving, Skopje")), default));

        var programme = await MustAsync<AddProgramme>(u => u.RunAsync(new("urgent-aid", Named("Urgent aid"), Named("Fast help"), "warm", 1), default));
        var general = await MustAsync<AddFund>(u => u.RunAsync(new(bulgarian, "general", Named("General fund"), false), default));
        var urgent = await MustAsync<AddFund>(u => u.RunAsync(new(bulgarian, "urgent", Named("Urgent aid fund"), true, programme), default));
        await MustAsync<AddFund>(u => u.RunAsync(new(macedonian, "general", Named("General fund"), false), default));
        var skopje = await MustAsync<AddFund>(u => u.RunAsync(new(macedonian, "urgent", Named("Urgent aid Skopje"), true, programme), default));

        var campaign = await MustAsync<CreateCampaign>(u => u.RunAsync(
            new(TestOrganisation.CampaignSlug,
                Content(programme, [new(bulgarian, urgent, true, true), new(macedonian, skopje, false, true)]),
                new(Named("Blankets and stoves"), 1_000_000, "EUR", null, Named("Goes to the urgent aid fund"))), default));
        await MustAsync<ChangeCampaignState>(u => u.RunAsync(new(campaign, CampaignState.Active), default));
        return new TestOrganisation(bulgarian, macedonian, general, urgent, skopje, programme, terms, campaign);
    }

    /// <summary>Content that may be published, for campaigns of a test's own.</summary>
    public CampaignContent Content(Guid programme, IReadOnlyList<ReceiverInput> receivers, params string[] currencies) => new(
        programme, Named("Warm winter"), Named("Stoves and blankets"), Named("A **story**"), Named("Families"), Named("Skopje"),
        Named("2500|a blanket"), DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime), null,
        currencies.Length > 0 ? currencies : ["EUR", "USD", "MKD"], receivers);

    /// <summary>The same words in English and, marked, in the other languages.</summary>
    public static LocalizedText Named(string english)
        => LocalizedText.Of(uk: english + " (uk)", bg: english + " (bg)", mk: english + " (mk)", en: english);

    private async Task<Guid> MustAsync<TUseCase>(Func<TUseCase, Task<OrganisationOutcome>> run)
        where TUseCase : notnull
    {
        var outcome = await RunAsync<TUseCase, OrganisationOutcome>(run);
        return outcome.Saved ? outcome.Id : throw new InvalidOperationException($"{typeof(TUseCase).Name}: {string.Join(", ", outcome.Problems)}");
    }

    private async Task<Guid> MustAsync<TUseCase>(Func<TUseCase, Task<CampaignOutcome>> run)
        where TUseCase : notnull
    {
        var outcome = await RunAsync<TUseCase, CampaignOutcome>(run);
        return outcome.Saved ? outcome.Id : throw new InvalidOperationException($"{typeof(TUseCase).Name}: {string.Join(", ", outcome.Problems)}");
    }
}
