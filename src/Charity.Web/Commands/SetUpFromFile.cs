using System.Text.Json;
using Charity.Campaigns;
using Charity.Data;
using Charity.Files;
using Charity.Languages;
using Charity.Organisation;

namespace Charity.Web.Commands;

/// <summary>
/// Makes an organisation from a file, through the same verbs that pages use. Stops at the first thing that is refused
/// and says which; what stands already (by its code or slug) is refused too, so a half-done run is finished by taking
/// the done parts out of the file.
/// </summary>
internal sealed class SetUpFromFile(UseCases useCases, TextWriter output)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectRequiredConstructorParameters = false,
    };

    private readonly Dictionary<string, Guid> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Entity, string Fund), Guid> _funds = [];
    private readonly Dictionary<string, Guid> _programmes = new(StringComparer.Ordinal);

    public async Task<int> RunAsync(string path, CancellationToken cancel)
    {
        try
        {
            var file = JsonSerializer.Deserialize<SetUpFile>(await File.ReadAllTextAsync(path, cancel), Format)
                       ?? throw new JsonException("The file is empty.");
            await MakeAsync(file, Path.GetDirectoryName(Path.GetFullPath(path))!, cancel);
            await output.WriteLineAsync("Done. Open the site, and make a staff account with 'charity create-admin'.");
            return AdminCommands.Done;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or SetUpRefusedException)
        {
            await output.WriteLineAsync(error.Message);
            return AdminCommands.Refused;
        }
    }

    private async Task MakeAsync(SetUpFile file, string folder, CancellationToken cancel)
    {
        var about = file.About;
        await MustAsync<SetUpOrganisation>("organisation", verb => verb.RunAsync(
            new(about.Name, about.Mission, about.About, about.Privacy, about.ContactEmail, about.DefaultLanguage), cancel), cancel);
        for (var i = 0; i < file.Programmes.Count; i++)
        {
            var programme = file.Programmes[i];
            _programmes[programme.Slug] = await MustAsync<AddProgramme>($"programme {programme.Slug}", verb => verb.RunAsync(
                new(programme.Slug, programme.Name, programme.Description, programme.Hue, i + 1), cancel), cancel);
        }

        foreach (var entity in file.Entities)
        {
            await MakeEntityAsync(entity, cancel);
        }

        for (var i = 0; i < file.Campaigns.Count; i++)
        {
            await MakeCampaignAsync(file.Campaigns[i], i + 1, folder, cancel);
        }
    }

    private async Task MakeEntityAsync(SetUpFile.Entity entity, CancellationToken cancel)
    {
        var id = await MustAsync<AddLegalEntity>($"entity {entity.Code}", verb => verb.RunAsync(
            new(entity.Code, entity.Name, entity.Address, entity.RegistrationNumber, entity.RegisterUrl, entity.CountryPack, entity.StripeAccount,
                entity.ReceiptPrefix, entity.SignatoryName, entity.SignatoryRole ?? LocalizedText.Empty), cancel), cancel);
        _entities[entity.Code] = id;
        foreach (var account in entity.BankAccounts)
        {
            await MustAsync<AddBankAccount>($"bank account {account.Iban}", verb => verb.RunAsync(
                new(id, account.Iban, account.Bic, account.Currency, account.BankName, account.Holder, account.AcceptsDonations), cancel), cancel);
        }

        await MustAsync<PublishTerms>($"terms of {entity.Code}", verb => verb.RunAsync(new(id, entity.Terms), cancel), cancel);
        foreach (var fund in entity.Funds)
        {
            Guid? programme = fund.Programme is null ? null : Known(_programmes, fund.Programme, "programme");
            _funds[(entity.Code, fund.Code)] = await MustAsync<AddFund>($"fund {fund.Code} of {entity.Code}", verb => verb.RunAsync(
                new(id, fund.Code, fund.Name, fund.Restricted, programme), cancel), cancel);
        }
    }

    private async Task MakeCampaignAsync(SetUpFile.Campaign campaign, int position, string folder, CancellationToken cancel)
    {
        var receivers = campaign.Receivers
            .Select(r => new ReceiverInput(Known(_entities, r.Entity, "entity"), Known(_funds, (r.Entity, r.Fund), "fund"), r.Cards, r.Transfers))
            .ToList();
        var content = new CampaignContent(
            Known(_programmes, campaign.Programme, "programme"), campaign.Title, campaign.Summary, campaign.Story,
            campaign.TargetGroups ?? LocalizedText.Empty, campaign.Place ?? LocalizedText.Empty, campaign.GiftExamples ?? LocalizedText.Empty,
            campaign.StartsOn, await StoreAsync(campaign, folder, cancel), campaign.ImageAlt ?? LocalizedText.Empty, campaign.Currencies, receivers, position);
        var id = await MustAsync<CreateCampaign>($"campaign {campaign.Slug}", verb => verb.RunAsync(
            new(campaign.Slug, content, new(campaign.Purpose, campaign.GoalMinor, campaign.GoalCurrency, campaign.EndsOn, campaign.SurplusRule)), cancel), cancel);
        if (campaign.Open)
        {
            await MustAsync<ChangeCampaignState>($"opening {campaign.Slug}", verb => verb.RunAsync(new(id, CampaignState.Active), cancel), cancel);
        }
    }

    private async Task<string?> StoreAsync(SetUpFile.Campaign campaign, string folder, CancellationToken cancel)
    {
        if (campaign.Image is null)
        {
            return null;
        }

        var content = await File.ReadAllBytesAsync(Path.Combine(folder, campaign.Image), cancel);
        var stored = await useCases.RunAsync<StoreImage, StoreImage.Outcome>(verb => verb.RunAsync(content, cancel), cancel);
        return stored.Sha256 ?? throw new SetUpRefusedException($"picture {campaign.Image}: {stored.Fault}.");
    }

    private async Task<Guid> MustAsync<TUseCase>(string what, Func<TUseCase, Task<OrganisationOutcome>> run, CancellationToken cancel)
        where TUseCase : notnull
    {
        var outcome = await useCases.RunAsync(run, cancel);
        return await SaidAsync(what, outcome.Id, outcome.Problems.Select(p => p.ToString()).ToList());
    }

    private async Task<Guid> MustAsync<TUseCase>(string what, Func<TUseCase, Task<CampaignOutcome>> run, CancellationToken cancel)
        where TUseCase : notnull
    {
        var outcome = await useCases.RunAsync(run, cancel);
        return await SaidAsync(what, outcome.Id, outcome.Problems.Select(p => p.ToString()).ToList());
    }

    private async Task<Guid> SaidAsync(string what, Guid id, List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new SetUpRefusedException($"{what}: {string.Join(", ", problems)}.");
        }

        await output.WriteLineAsync($"{what}: made.");
        return id;
    }

    private static Guid Known<TKey>(Dictionary<TKey, Guid> all, TKey key, string what)
        where TKey : notnull
        => all.TryGetValue(key, out var id) ? id : throw new SetUpRefusedException($"The file names the {what} {key}, which it does not describe.");

    private sealed class SetUpRefusedException(string message) : Exception(message);
}
