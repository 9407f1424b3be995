using Charity.Data.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.GiftDesk;

/// <summary>
/// What staff do with many gifts: find them, keep filters, write notes, take lists away. Changes of a gift itself are
/// verbs of the rooms that own it. Calls Donations, Campaigns, Receipts and Payments, to read only.
/// </summary>
public static class GiftDeskRoom
{
    public static IServiceCollection AddGiftDesk(this IServiceCollection services)
        => services
            .AddScoped<GiftCalendar>()
            .AddScoped<GiftList>()
            .AddScoped<SaveFilter>()
            .AddScoped<ForgetFilter>()
            .AddScoped<AddNote>()
            .AddScoped<ExportSheet>()
            .AddScoped<RequestExport>()
            .AddScoped<FetchExport>()
            .AddScoped<ReadExport>()
            .AddScoped<ExpireOneExport>()
            .AddMessageHandler<WriteExportPart, WriteExport>()
            .AddTimetableJob<ExpireExports>();
}
