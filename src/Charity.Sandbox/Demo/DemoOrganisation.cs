using Charity.Campaigns;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Pictures;
using Charity.Campaigns.Updates;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Organisation;
using Charity.Sandbox.Hosting;

namespace Charity.Sandbox.Demo;

/// <summary>Sets up the invented organisation by the verbs that staff use.</summary>
/// <param name="editor">Who wrote the campaigns.</param>
internal sealed class DemoOrganisation(UseCases useCases, TimeProvider clock, Actor editor)
{
    /// <summary>How long the people of the demo have agreed to be told of.</summary>
    private const int YearsAgreed = 4;

    private static readonly Actor Demo = Actor.Program("demo");

    private readonly DemoContent content = DemoContent.Read();
    private readonly Dictionary<string, Guid> programmes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Guid> entities = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Entity, string Fund), Guid> funds = [];
    private readonly Dictionary<string, CampaignDocument> live = new(StringComparer.Ordinal);

    internal async Task SetUpAsync(CancellationToken cancel)
    {
        await MustAsync<SetUpOrganisation>(verb => verb.RunAsync(
            new(content.Name, content.Mission, content.About, content.Privacy, content.ContactEmail, Language.En), cancel), cancel);
        foreach (var (programme, position) in content.Programmes.Select((programme, i) => (programme, i + 1)))
        {
            programmes[programme.Slug] = await MustAsync<AddProgramme>(verb => verb.RunAsync(
                new(programme.Slug, programme.Name, programme.Description, programme.Hue, position), cancel), cancel);
        }

        foreach (var entity in content.Entities)
        {
            await AddAsync(entity, cancel);
        }
    }

    /// <summary>Opens a campaign; its start is the business clock's today.</summary>
    internal async Task<Guid> OpenAsync(DemoCampaign campaign, DateTimeOffset now, DateTimeOffset end, CancellationToken cancel)
    {
        var picture = await useCases.RunAsync<AddPicture, PictureOutcome>(
            verb => verb.RunAsync(new(DemoContent.Picture(campaign.Slug), campaign.ImageAlt, ShowsPerson: false, null, Demo), cancel), cancel);
        if (!picture.Saved)
        {
            throw Refused<AddPicture>(picture.Problems);
        }

        var written = live[campaign.Slug] = new CampaignDocument(
            new CampaignContent(
                programmes[campaign.Programme], campaign.Title, campaign.Summary, campaign.Story, campaign.TargetGroups, campaign.Place,
                campaign.GiftExamples, DateOnly.FromDateTime(now.UtcDateTime), picture.Id, campaign.Currencies,
                [.. campaign.Receivers.Select(r => new ReceiverInput(entities[r.Entity], funds[(r.Entity, r.Fund)], r.Cards, r.Transfers))],
                campaign.Position),
            new CampaignPromises(
                campaign.Purpose, campaign.GoalMinor, campaign.GoalCurrency,
                campaign.EndsInMonths is { } months ? DateOnly.FromDateTime(end.UtcDateTime).AddMonths(months) : null,
                campaign.SurplusRule));
        var id = await MustAsync<CreateCampaign>(verb => verb.RunAsync(new(campaign.Slug, written.Content, written.Promises, editor), cancel), cancel);
        await MustAsync<ChangeCampaignState>(verb => verb.RunAsync(new(id, CampaignState.Active, By: editor), cancel), cancel);
        return id;
    }

    /// <summary>A campaign as it was opened.</summary>
    internal CampaignDocument Live(string slug) => live[slug];

    internal Task ReviseAsync(Guid campaign, DemoRevision revision, CampaignPromises standing, CancellationToken cancel)
        => MustAsync<ReviseCampaign>(verb => verb.RunAsync(
            new(campaign, standing with { GoalMinor = revision.GoalMinor }, revision.Reason, editor.Name), cancel), cancel);

    internal async Task TellAsync(Guid campaign, DemoUpdate update, CancellationToken cancel)
    {
        Guid? consent = update.Consent is { } given ? await AgreeAsync(given, cancel) : null;
        var written = await useCases.RunAsync<WriteUpdate, UpdateOutcome>(verb => verb.RunAsync(
            new(null, campaign, 0, update.Title, update.Body, TellsOfPerson: consent is not null, consent, Demo), cancel), cancel);
        var shown = written.Saved
            ? await useCases.RunAsync<ScheduleUpdate, UpdateOutcome>(verb => verb.RunAsync(new(written.Id, 1, Demo), cancel), cancel)
            : written;
        if (!shown.Saved)
        {
            throw Refused<ScheduleUpdate>(shown.Problems);
        }
    }

    private async Task<Guid> AgreeAsync(DemoConsent given, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var outcome = await useCases.RunAsync<RecordConsent, ConsentOutcome>(verb => verb.RunAsync(
            new(null, 0, given.Person, IsChild: false, "", "", given.Purpose, new(OnSite: true, InMail: false, InReports: true, OnSocial: false),
                today, today.AddYears(YearsAgreed), Demo), cancel), cancel);
        return outcome.Saved ? outcome.Id : throw Refused<RecordConsent>(outcome.Problems);
    }

    internal Task EndAsync(Guid campaign, DemoEnd end, CancellationToken cancel)
        => MustAsync<ChangeCampaignState>(verb => verb.RunAsync(new(campaign, end.State, end.Remedy, editor), cancel), cancel);

    private async Task AddAsync(DemoEntity entity, CancellationToken cancel)
    {
        var id = await MustAsync<AddLegalEntity>(verb => verb.RunAsync(
            new(entity.Code, entity.Name, entity.Address, entity.RegistrationNumber, null, entity.CountryPack,
                entity.TakesCards ? SandboxSecrets.StripeAccount : null, entity.ReceiptPrefix, entity.SignatoryName, entity.SignatoryRole), cancel), cancel);
        entities[entity.Code] = id;
        foreach (var account in entity.BankAccounts)
        {
            await MustAsync<AddBankAccount>(verb => verb.RunAsync(
                new(id, account.Iban, account.Bic, account.Currency, account.BankName, account.Holder, true), cancel), cancel);
        }

        await MustAsync<PublishTerms>(verb => verb.RunAsync(new(id, content.Terms), cancel), cancel);
        foreach (var fund in entity.Funds)
        {
            funds[(entity.Code, fund.Code)] = await MustAsync<AddFund>(verb => verb.RunAsync(
                new(id, fund.Code, fund.Name, fund.Restricted, fund.Programme is null ? null : programmes[fund.Programme]), cancel), cancel);
        }
    }

    private async Task<Guid> MustAsync<TVerb>(Func<TVerb, Task<OrganisationOutcome>> run, CancellationToken cancel)
        where TVerb : notnull
    {
        var outcome = await useCases.RunAsync(run, cancel);
        return outcome.Saved ? outcome.Id : throw Refused<TVerb>(outcome.Problems);
    }

    private async Task<Guid> MustAsync<TVerb>(Func<TVerb, Task<CampaignOutcome>> run, CancellationToken cancel)
        where TVerb : notnull
    {
        var outcome = await useCases.RunAsync(run, cancel);
        return outcome.Saved ? outcome.Id : throw Refused<TVerb>(outcome.Problems);
    }

    private static InvalidOperationException Refused<TVerb>(System.Collections.IEnumerable problems)
        => new($"The demo content breaks a rule of {typeof(TVerb).Name}: {string.Join(", ", problems.Cast<object>())}");
}
