using System.Text.Json;
using System.Text.RegularExpressions;
using Charity.Campaigns;
using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Commands;

/// <summary>
/// Makes an organisation from a file, through the same verbs that pages use. Stops at the first thing that is refused
/// and says which. What stands already, by its code, slug or IBAN, is left as it is: so the corrected file is run again.
/// </summary>
internal sealed partial class SetUpFromFile(UseCases useCases, TextWriter output)
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
            if (MissingFields.In(file).ToList() is { Count: > 0 } missing)
            {
                throw new JsonException($"it lacks {string.Join(", ", missing)}. infra/organisation.example.json shows all fields.");
            }

            await MakeAsync(file, Path.GetDirectoryName(Path.GetFullPath(path))!, cancel);
            await output.WriteLineAsync("Done. Open the site, and make a staff account with 'charity create-admin'.");
            return AdminCommands.Done;
        }
        catch (JsonException error)
        {
            await output.WriteLineAsync($"{path} cannot be read: {InWords(error)}");
            return AdminCommands.Refused;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SetUpRefusedException)
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
            var slug = programme.Slug;
            _programmes[slug] = await StandsAsync($"programme {slug}", db => db.Programmes.Where(p => p.Slug == slug).Select(p => p.Id), cancel)
                ?? await MustAsync<AddProgramme>($"programme {slug}", verb => verb.RunAsync(
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
        var id = await StandsAsync($"entity {entity.Code}", db => db.LegalEntities.Where(e => e.Code == entity.Code).Select(e => e.Id), cancel)
            ?? await MustAsync<AddLegalEntity>($"entity {entity.Code}", verb => verb.RunAsync(
            new(entity.Code, entity.Name, entity.Address, entity.RegistrationNumber, entity.RegisterUrl, entity.CountryPack, entity.StripeAccount,
                entity.ReceiptPrefix, entity.SignatoryName, entity.SignatoryRole ?? LocalizedText.Empty, entity.TaxNumber), cancel), cancel);
        _entities[entity.Code] = id;
        foreach (var account in entity.BankAccounts)
        {
            var iban = Iban.TryNormalise(account.Iban, out var normal) ? normal : account.Iban;
            _ = await StandsAsync($"bank account {iban}", db => db.BankAccounts.Where(a => a.LegalEntityId == id && a.Iban == iban).Select(a => a.Id), cancel)
                ?? await MustAsync<AddBankAccount>($"bank account {iban}", verb => verb.RunAsync(
                    new(id, account.Iban, account.Bic, account.Currency, account.BankName, account.Holder, account.AcceptsDonations), cancel), cancel);
        }

        _ = await StandsAsync($"terms of {entity.Code}", db => db.Terms.Where(t => t.LegalEntityId == id).OrderBy(t => t.Number).Select(t => t.Id).Take(1), cancel)
            ?? await MustAsync<PublishTerms>($"terms of {entity.Code}", verb => verb.RunAsync(new(id, entity.Terms), cancel), cancel);
        foreach (var fund in entity.Funds)
        {
            Guid? programme = fund.Programme is null ? null : Known(_programmes, fund.Programme, "programme");
            _funds[(entity.Code, fund.Code)] =
                await StandsAsync($"fund {fund.Code} of {entity.Code}", db => db.Funds.Where(f => f.LegalEntityId == id && f.Code == fund.Code).Select(f => f.Id), cancel)
                ?? await MustAsync<AddFund>($"fund {fund.Code} of {entity.Code}", verb => verb.RunAsync(
                    new(id, fund.Code, fund.Name, fund.Restricted, programme), cancel), cancel);
        }
    }

    private async Task MakeCampaignAsync(SetUpFile.Campaign campaign, int position, string folder, CancellationToken cancel)
    {
        if (await StandsAsync($"campaign {campaign.Slug}", db => db.Campaigns.Where(c => c.Slug == campaign.Slug).Select(c => c.Id), cancel) is { } stands)
        {
            await OpenAsync(campaign, stands, cancel);
            return;
        }

        var receivers = campaign.Receivers
            .Select(r => new ReceiverInput(Known(_entities, r.Entity, "entity"), Known(_funds, (r.Entity, r.Fund), "fund"), r.Cards, r.Transfers))
            .ToList();
        var content = new CampaignContent(
            Known(_programmes, campaign.Programme, "programme"), campaign.Title, campaign.Summary, campaign.Story,
            campaign.TargetGroups ?? LocalizedText.Empty, campaign.Place ?? LocalizedText.Empty, campaign.GiftExamples ?? LocalizedText.Empty,
            campaign.StartsOn, await AddPictureAsync(campaign, folder, cancel), campaign.Currencies, receivers, position);
        var id = await MustAsync<CreateCampaign>($"campaign {campaign.Slug}", verb => verb.RunAsync(
            new(campaign.Slug, content, new(campaign.Purpose, campaign.GoalMinor, campaign.GoalCurrency, campaign.EndsOn, campaign.SurplusRule)), cancel), cancel);
        await OpenAsync(campaign, id, cancel);
    }

    private async Task OpenAsync(SetUpFile.Campaign campaign, Guid id, CancellationToken cancel)
    {
        var isDraft = await useCases.RunAsync<CharityDb, bool>(db => db.Campaigns.AnyAsync(c => c.Id == id && c.State == CampaignState.Draft, cancel), cancel);
        if (campaign.Open && isDraft)
        {
            await MustAsync<ChangeCampaignState>($"opening {campaign.Slug}", verb => verb.RunAsync(new(id, CampaignState.Active), cancel), cancel);
        }
    }

    private async Task<Guid?> AddPictureAsync(SetUpFile.Campaign campaign, string folder, CancellationToken cancel)
    {
        if (campaign.Image is null)
        {
            return null;
        }

        var content = await File.ReadAllBytesAsync(Path.Combine(folder, campaign.Image), cancel);
        var added = await useCases.RunAsync<AddPicture, PictureOutcome>(verb => verb.RunAsync(
            new([new(content)], campaign.ImageAlt ?? LocalizedText.Empty, ShowsPerson: false, null, Actor.Program("set-up")), cancel), cancel);
        // An earlier run may have stopped between the picture and its campaign, or two campaigns share it.
        return added.Saved || added.Problems.Contains(PictureProblem.InLibrary)
            ? added.Id
            : throw new SetUpRefusedException($"picture {campaign.Image}: refused, {string.Join(", ", added.Problems.Select(p => InWords(p.ToString())))}.");
    }

    /// <summary>The id of what an earlier run made, or null.</summary>
    private async Task<Guid?> StandsAsync(string what, Func<CharityDb, IQueryable<Guid>> query, CancellationToken cancel)
    {
        var found = await useCases.RunAsync<CharityDb, List<Guid>>(db => query(db).ToListAsync(cancel), cancel);
        if (found.Count == 0)
        {
            return null;
        }

        await output.WriteLineAsync($"{what}: stands already, left as it is.");
        return found[0];
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
            throw new SetUpRefusedException($"{what}: refused, {string.Join(", ", problems.Select(InWords))}.");
        }

        await output.WriteLineAsync($"{what}: made.");
        return id;
    }

    private static Guid Known<TKey>(Dictionary<TKey, Guid> all, TKey key, string what)
        where TKey : notnull
        => all.TryGetValue(key, out var id) ? id : throw new SetUpRefusedException($"The file names the {what} {key}, which it does not describe.");

    /// <summary><c>ReceiptPrefixTaken</c> as "receipt prefix taken".</summary>
    internal static string InWords(string problem) => CapitalInside().Replace(problem, " $1").ToLowerInvariant();

    /// <summary>The reader names our classes; whoever wrote the file knows its fields and lines only.</summary>
    private static string InWords(JsonException error) => UnknownField().Match(error.Message) is { Success: true } unknown
        ? $"it has a field '{unknown.Groups[1].Value}' that is not known here. infra/organisation.example.json shows all fields."
        : NullField().Match(error.Message) is { Success: true } empty
            ? $"'{empty.Groups[1].Value}' is null, and a value is needed."
            : error.Message;

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex CapitalInside();

    [GeneratedRegex("^The JSON property '([^']+)' could not be mapped")]
    private static partial Regex UnknownField();

    [GeneratedRegex("^The (?:constructor parameter|property or field) '([^']+)'")]
    private static partial Regex NullField();

    private sealed class SetUpRefusedException(string message) : Exception(message);
}
