using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Payments;

/// <summary>
/// Asks the provider which account each key opens. Two keys set the wrong way round would put one legal entity's money
/// into another's books, and nothing else would notice.
/// </summary>
internal sealed class CheckAccounts(
    IPaymentGateway gateway, UseCases useCases, IOptions<StripeOptions> options, ILogger<CheckAccounts> logger) : ITimetableJob
{
    public string Name => "payments.check-accounts";

    public TimeSpan Every => TimeSpan.FromHours(24);

    public bool AtStart => true;

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var account in options.Value.Accounts.Select(a => a.Id))
        {
            try
            {
                var opened = await gateway.GetAccountAsync(account, cancel);
                if (opened.Id != account)
                {
                    await useCases.RunAsync<ReportAccount, bool>(report => report.RunAsync(account, opened.Id, cancel), cancel);
                }
            }
            catch (GatewayException error) when (error.Fault == GatewayFault.Unauthorised)
            {
                // A restricted key need not have this permission; a withdrawn one shows with the first poll.
                logger.LogInformation("The key of {Account} may not read its own account ({Code})", account, error.Code);
            }
        }
    }
}

/// <summary>Puts a key that opens another account before a person.</summary>
internal sealed class ReportAccount(CharityDb db, ExceptionLog log, TimeProvider time)
{
    public async Task<bool> RunAsync(string configured, string opened, CancellationToken cancel)
    {
        var isNew = await log.RaiseAsync(
            new Finding(
                ExceptionKind.GatewayMisconfigured, ExceptionSeverity.Critical,
                ExceptionSubject.Account(configured, time.GetUtcNow().UtcDateTime),
                new KeptText(new TextKey("finding.other-account"), ("configured", configured), ("opened", opened))),
            cancel);
        await db.SaveChangesAsync(cancel);
        return isNew;
    }
}
