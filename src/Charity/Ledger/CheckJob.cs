using Charity.Data;
using Charity.Data.Work;

namespace Charity.Ledger;

/// <summary>The nightly check of the books: seal first, since an unsealed entry is a finding, then verify everything.</summary>
public sealed class CheckJob(UseCases useCases, SealJob seal) : ITimetableJob
{
    public string Name => "ledger.check";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        await seal.RunAsync(cancel);
        await useCases.RunAsync<CheckBooks, IReadOnlyList<Breach>>(check => check.RunAsync(cancel), cancel);
    }
}
