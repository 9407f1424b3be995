using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Organisation;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Ledger;

/// <summary>
/// The books of each legal entity: accounts, journal entries and their postings, sealing, and the check of everything.
/// Entries are only ever added; a mistake is undone by a reversal. Calls Charity.Accounting and hallways only.
/// </summary>
public static class LedgerRoom
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
        => services
            .AddSingleton<AccountIds>()
            .AddScoped<AccountBook>()
            .AddScoped<OpenBooks>()
            .AddScoped<PostEntry>()
            .AddScoped<SealEntries>()
            .AddScoped<VerifyLedger>()
            .AddScoped<CheckBooks>()
            .AddScoped<ICauseCheck, BooksCauses>()
            .AddScoped<SealJob>()
            .AddMessageHandler<OpenBooksOfNewEntity, EntityAdded>()
            .AddTimetableJob<SealJob>()
            .AddTimetableJob<CheckJob>();
}
