using Charity.Accounting;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Ledger;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>
/// The one path from a balance transaction to the books: a row and one balanced entry, once each. What has no gift or no
/// booking is posted to Unidentified receipts and becomes a finding: money is never left unposted. Changes tracked
/// entities only; the caller saves.
/// </summary>
public sealed class PostTransaction(
    CharityDb db, PostEntry journal, GiftFinder gifts, RaisedTotals totals, FeeFund feeFund, EntityDirectory entities, ExceptionLog exceptions, Outbox outbox)
{
    /// <summary>Who posts, in the journal.</summary>
    private const string Actor = "reconciliation";

    private readonly Dictionary<(string Account, string Id), StripeTransactionRow?> rows = [];

    /// <summary>Loads what is stored of these transactions and their gifts, in one query an account and one for the gifts.</summary>
    public async Task PrepareAsync(IReadOnlyCollection<TransactionFact> transactions, CancellationToken cancel)
    {
        foreach (var account in transactions.Where(t => !rows.ContainsKey((t.Account, t.Id))).GroupBy(t => t.Account))
        {
            var ids = account.Select(t => t.Id).Distinct().ToList();
            var stored = await db.StripeTransactions.Where(t => t.Account == account.Key && ids.Contains(t.Id)).ToListAsync(cancel);
            foreach (var id in ids)
            {
                rows[(account.Key, id)] = stored.Find(t => t.Id == id);
            }
        }
    }

    /// <summary>Stores and posts the transaction unless that was done before; then only compares.</summary>
    public async Task RunAsync(TransactionFact fact, CancellationToken cancel)
    {
        await PrepareAsync([fact], cancel);
        if (rows[(fact.Account, fact.Id)] is { } standing)
        {
            await CompareAsync(standing, fact, cancel);
            return;
        }

        var entity = await entities.OfAccountAsync(fact.Account, cancel)
            ?? throw new InvalidOperationException($"No legal entity has the Stripe account {fact.Account}; name it at one, then retry.");
        var gift = await gifts.FindByChargeAsync(fact.Account, fact.ChargeId, cancel);
        var transaction = ToAccounting(fact);
        var booked = Booking.FromStripe(transaction, await FundsAsync(entity, gift, cancel), entities.DayOf(entity, fact.Created));

        var row = ToRow(fact);
        db.StripeTransactions.Add(row);
        rows[(fact.Account, fact.Id)] = row;
        if (booked.Entry is { } entry)
        {
            await journal.AddNewAsync(entity.Id, entry, Actor, cancel);
        }

        if (gift is not null)
        {
            await TellGiftAsync(gift, Booking.Classify(transaction), fact, cancel);
        }

        if (ToFinding(booked.Concern, fact, entity, gift) is { } finding && !await IsExplainedAsync(booked.Concern, fact, cancel))
        {
            await exceptions.RaiseAsync(finding, cancel);
        }
    }

    /// <summary>True when the transaction is stored and posted; it must have been prepared.</summary>
    internal bool Holds(TransactionFact fact) => rows.GetValueOrDefault((fact.Account, fact.Id)) is not null;

    /// <summary>
    /// Marks a held transaction as part of a payout. Only the list of a payout's transactions says so; the transaction
    /// itself does not.
    /// </summary>
    internal void Attribute(TransactionFact fact, string payoutId) => rows[(fact.Account, fact.Id)]!.PayoutId = payoutId;

    /// <summary>How a gift's money falls to funds: the covered fee to the fund that bears the fees, the rest to the gift's own.</summary>
    internal async Task<StripeFunds> FundsAsync(EntityCard entity, Donation? gift, CancellationToken cancel)
    {
        var fees = entity.GeneralFundId ?? gift?.FundId ?? await feeFund.OfAsync(entity.Id, cancel);
        if (gift is null)
        {
            return new StripeFunds(null, fees);
        }

        var currency = Currency.Of(gift.Currency);
        // The same shares for the gift and for each refund of it, so that the order of refunds makes no difference.
        var split = FundSplit.WithCoveredFee(
            gift.FundId, new Money(gift.AmountMinor - gift.CoveredFeeMinor, currency), fees, new Money(gift.CoveredFeeMinor, currency));
        return new StripeFunds(split, fees);
    }

    private async Task TellGiftAsync(Donation gift, StripeTransactionClass type, TransactionFact fact, CancellationToken cancel)
    {
        if (type == StripeTransactionClass.Gift)
        {
            gift.Settle(fact.Amount, fact.Currency, fact.Fee);
        }
        else if (type is StripeTransactionClass.GiftTakenBack or StripeTransactionClass.GiftUndone && gift.Status == DonationStatus.Succeeded)
        {
            // In the gift's own currency: the share of what had been settled.
            var lost = gift.SettledMinor is > 0 and { } settled
                ? (long)((Int128)gift.AmountMinor * Math.Min(-fact.Amount, settled) / settled)
                : gift.AmountMinor;
            await totals.ChangeAsync(gift, g => g.CountLoss(lost), cancel);
            outbox.Add(new DonationReversed(gift.Id, gift.Version));
        }
    }

    private async Task CompareAsync(StripeTransactionRow row, TransactionFact fact, CancellationToken cancel)
    {
        if ((row.AmountMinor, row.FeeMinor, row.NetMinor, row.Currency, row.Type, row.SourceId)
            != (fact.Amount, fact.Fee, fact.Net, fact.Currency, fact.Type, fact.SourceId))
        {
            var entity = await entities.OfAccountAsync(fact.Account, cancel);
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.TxnMutated, ExceptionSeverity.Critical, ExceptionSubject.Transaction(fact.Id),
                    new KeptText(
                        new TextKey("finding.txn-changed"),
                        ("type", row.Type), ("amount", Sum.Value(row.AmountMinor, row.Currency)), ("fee", Sum.Value(row.FeeMinor, row.Currency)),
                        ("net", Sum.Value(row.NetMinor, row.Currency)), ("source", row.SourceId ?? "–"),
                        ("newType", fact.Type), ("newAmount", Sum.Value(fact.Amount, fact.Currency)), ("newFee", Sum.Value(fact.Fee, fact.Currency)),
                        ("newNet", Sum.Value(fact.Net, fact.Currency)), ("newSource", fact.SourceId ?? "–")),
                    entity?.Id, null, fact.Net, fact.Currency),
                cancel);
            return;
        }

        if (fact.AvailableOn is not null && row.AvailableOn != fact.AvailableOn)
        {
            row.AvailableOn = fact.AvailableOn;
            row.FetchedAt = fact.FetchedAt;
        }
    }

    /// <summary>A charge whose gift was refused to settle for a reason has that reason as its finding; one is enough.</summary>
    private async Task<bool> IsExplainedAsync(BookingConcern concern, TransactionFact fact, CancellationToken cancel)
    {
        if (concern != BookingConcern.UnidentifiedGift || fact.ChargeId is null)
        {
            return false;
        }

        var subject = ExceptionSubject.Charge(fact.ChargeId);
        return await exceptions.HasAsync(ExceptionKind.UnexpectedPayment, subject, cancel)
            || await exceptions.HasAsync(ExceptionKind.AmountMismatch, subject, cancel)
            || await exceptions.HasAsync(ExceptionKind.CurrencyMismatch, subject, cancel);
    }

    private static Finding? ToFinding(BookingConcern concern, TransactionFact fact, EntityCard entity, Donation? gift)
    {
        return concern switch
        {
            BookingConcern.None or BookingConcern.NothingMoved => null,
            BookingConcern.UnknownType => Make(
                ExceptionKind.UnknownTxnType, ExceptionSeverity.Critical, ExceptionSubject.Transaction(fact.Id), new TextKey("finding.txn-unknown")),
            BookingConcern.NetMismatch => Make(
                ExceptionKind.UnknownTxnType, ExceptionSeverity.Critical, ExceptionSubject.Transaction(fact.Id), new TextKey("finding.txn-net")),
            BookingConcern.UnidentifiedGift => Make(
                ExceptionKind.TxnWithoutDonation, ExceptionSeverity.Warning, ExceptionSubject.Charge(fact.ChargeId ?? fact.SourceId ?? fact.Id),
                new TextKey("finding.txn-without-gift")),
            BookingConcern.GiftTakenBack => Make(
                ExceptionKind.GiftTakenBack, ExceptionSeverity.Warning, ExceptionSubject.Transaction(fact.Id), new TextKey("finding.gift-taken-back")),
            BookingConcern.RefundFailed => Make(
                ExceptionKind.RefundFailed, ExceptionSeverity.Warning, ExceptionSubject.Refund(fact.SourceId ?? fact.Id), new TextKey("finding.refund-came-back")),
            _ => throw new ArgumentOutOfRangeException(nameof(concern), concern, null),
        };

        Finding Make(ExceptionKind kind, ExceptionSeverity severity, string subject, TextKey detail)
            => new(
                kind, severity, subject,
                new KeptText(
                    detail, ("type", fact.Type), ("txn", fact.Id), ("amount", Sum.Value(fact.Amount, fact.Currency)), ("fee", Sum.Value(fact.Fee, fact.Currency)),
                    ("net", Sum.Value(fact.Net, fact.Currency)), ("source", fact.SourceId ?? "–")),
                entity.Id, gift?.Id, fact.Amount, fact.Currency);
    }

    private static StripeTransaction ToAccounting(TransactionFact fact)
    {
        var currency = Currency.Of(fact.Currency);
        return new StripeTransaction(
            fact.Id, fact.Type, fact.ReportingCategory, new Money(fact.Amount, currency), new Money(fact.Fee, currency), new Money(fact.Net, currency),
            fact.SourceId);
    }

    private static StripeTransactionRow ToRow(TransactionFact fact) => new()
    {
        Account = fact.Account,
        Id = fact.Id,
        Type = fact.Type,
        ReportingCategory = fact.ReportingCategory,
        AmountMinor = fact.Amount,
        FeeMinor = fact.Fee,
        NetMinor = fact.Net,
        Currency = fact.Currency,
        SourceId = fact.SourceId,
        ExchangeRate = fact.ExchangeRate,
        ProviderCreatedAt = fact.Created,
        AvailableOn = fact.AvailableOn,
        FeeDetails = fact.FeeDetailsJson,
        FetchedAt = fact.FetchedAt,
    };
}
