using Charity.Campaigns.Addresses;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Pictures;
using Charity.Campaigns.Publishing;
using Charity.Campaigns.Updates;
using Charity.Data.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Campaigns;

/// <summary>
/// Programmes, funds and campaigns: what donors are asked to give for, what was promised to them, and who receives it.
/// Editors write in a draft beside the live campaign (Drafts/), which is checked and published at once or at a set time
/// (Publishing/); earlier names of a campaign lead to it for good (Addresses/). Calls hallways only. The rooms that move money write <see cref="CampaignTotal"/>.
/// </summary>
public static class CampaignsRoom
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
        => services
            .AddSingleton<CampaignMarkdown>()
            .AddSingleton<GiftPresets>()
            .AddScoped<AddProgramme>()
            .AddScoped<AddFund>()
            .AddScoped<CreateCampaign>()
            .AddScoped<EditCampaign>()
            .AddScoped<ReviseCampaign>()
            .AddScoped<ChangeCampaignState>()
            .AddScoped<CampaignPages>()
            .AddScoped<PictureReader>()
            .AddScoped<AddPicture>()
            .AddScoped<ConsentDay>()
            .AddScoped<StoryGuard>()
            .AddScoped<DescribePicture>()
            .AddScoped<TakeDownPicture>()
            .AddScoped<ConsentCheck>()
            .AddScoped<ConsentPictures>()
            .AddScoped<RecordConsent>()
            .AddScoped<EndConsent>()
            .AddScoped<WithdrawConsent>()
            .AddScoped<EraseConsent>()
            .AddScoped<ClearConsent>()
            .AddScoped<OpenPictures>()
            .AddTimetableJob<TendConsentsJob>()
            .AddScoped<WriteUpdate>()
            .AddScoped<ScheduleUpdate>()
            .AddScoped<TakeDownUpdate>()
            .AddScoped<EditFund>()
            .AddScoped<EditProgramme>()
            .AddScoped<SaveDraft>()
            .AddScoped<DiscardDraft>()
            .AddScoped<RestoreEdition>()
            .AddScoped<ConfirmTranslation>()
            .AddScoped<Editions>()
            .AddScoped<Publication>()
            .AddScoped<OpenDraft>()
            .AddScoped<ReviewDraft>()
            .AddScoped<PublishDraft>()
            .AddScoped<ScheduleDraft>()
            .AddScoped<UnscheduleDraft>()
            .AddScoped<RefusePublication>()
            .AddMessageHandler<PublishScheduledDraftHandler, PublishScheduledDraft>()
            .AddScoped<RenameCampaign>()
            .AddScoped<CampaignDesk>();
}
