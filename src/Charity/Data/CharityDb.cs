using Charity.Campaigns;
using Charity.Campaigns.Addresses;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Pictures;
using Charity.Campaigns.Publishing;
using Charity.Campaigns.Updates;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Data.Keys;
using Charity.Data.Limits;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Donors;
using Charity.Exceptions;
using Charity.Files;
using Charity.GiftDesk;
using Charity.Ledger;
using Charity.Notifications;
using Charity.Organisation;
using Charity.Payments;
using Charity.Receipts;
using Charity.SetUp;
using Charity.Staff;
using Charity.Staff.Factors;
using Charity.Staff.Passwords;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data;

/// <summary>
/// The one database of the program. Rules of storage that hold everywhere (names, ids, times, enums) stand in
/// <see cref="ModelConventions"/>; what belongs to one entity stands in that entity's mapping class in its room.
/// </summary>
public sealed class CharityDb : IdentityUserContext<StaffUser, Guid>
{
    public CharityDb(DbContextOptions<CharityDb> options)
        : base(options)
        // Even one row is written in a transaction, so that every write passes where transactions begin (SQLite's gate).
        => Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<InboxEvent> Inbox => Set<InboxEvent>();
    public DbSet<TimetableEntry> Timetable => Set<TimetableEntry>();
    public DbSet<Approval> Approvals => Set<Approval>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();
    public DbSet<BrowserReport> BrowserReports => Set<BrowserReport>();
    public DbSet<LimitCount> LimitCounts => Set<LimitCount>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<Organisation.Organisation> Organisations => Set<Organisation.Organisation>();
    public DbSet<LegalEntity> LegalEntities => Set<LegalEntity>();
    public DbSet<BankAccount> BankAccounts => Set<BankAccount>();
    public DbSet<TermsVersion> Terms => Set<TermsVersion>();
    public DbSet<PlannedEntityChange> PlannedEntityChanges => Set<PlannedEntityChange>();
    public DbSet<SetUpProof> SetUpProofs => Set<SetUpProof>();

    public DbSet<Programme> Programmes => Set<Programme>();
    public DbSet<Fund> Funds => Set<Fund>();
    public DbSet<Campaign> Campaigns => Set<Campaign>();
    public DbSet<CampaignReceiver> CampaignReceivers => Set<CampaignReceiver>();
    public DbSet<CampaignRevision> CampaignRevisions => Set<CampaignRevision>();
    public DbSet<CampaignDraft> CampaignDrafts => Set<CampaignDraft>();
    public DbSet<CampaignEdition> CampaignEditions => Set<CampaignEdition>();
    public DbSet<CampaignAddress> CampaignAddresses => Set<CampaignAddress>();
    public DbSet<CampaignUpdate> CampaignUpdates => Set<CampaignUpdate>();
    public DbSet<Picture> Pictures => Set<Picture>();
    public DbSet<PictureFile> PictureFiles => Set<PictureFile>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<CampaignTotal> CampaignTotals => Set<CampaignTotal>();

    public DbSet<Donor> Donors => Set<Donor>();
    public DbSet<Donation> Donations => Set<Donation>();
    public DbSet<SearchPart> SearchParts => Set<SearchPart>();
    public DbSet<SearchHit> SearchHits => Set<SearchHit>();
    public DbSet<SearchMark> SearchMarks => Set<SearchMark>();
    public DbSet<GiftNote> GiftNotes => Set<GiftNote>();
    public DbSet<SavedFilter> SavedFilters => Set<SavedFilter>();
    public DbSet<GiftExport> GiftExports => Set<GiftExport>();
    public DbSet<GiftExportPart> GiftExportParts => Set<GiftExportPart>();
    public DbSet<GiftHold> GiftHolds => Set<GiftHold>();
    public DbSet<AttackState> AttackStates => Set<AttackState>();

    public DbSet<StripeCall> StripeCalls => Set<StripeCall>();
    public DbSet<StripeTransactionRow> StripeTransactions => Set<StripeTransactionRow>();
    public DbSet<Refund> Refunds => Set<Refund>();
    public DbSet<Dispute> Disputes => Set<Dispute>();
    public DbSet<Payout> Payouts => Set<Payout>();
    public DbSet<PollMark> PollMarks => Set<PollMark>();

    public DbSet<LedgerAccount> Accounts => Set<LedgerAccount>();
    public DbSet<EntryRow> Entries => Set<EntryRow>();
    public DbSet<PostingRow> Postings => Set<PostingRow>();
    public DbSet<LedgerCheck> LedgerChecks => Set<LedgerCheck>();

    public DbSet<ReceiptSeries> ReceiptSeries => Set<ReceiptSeries>();
    public DbSet<VoidedRange> VoidedRanges => Set<VoidedRange>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<DonationTaxId> DonationTaxIds => Set<DonationTaxId>();
    public DbSet<StaffInvitation> StaffInvitations => Set<StaffInvitation>();
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();
    public DbSet<StaffPasskey> StaffPasskeys => Set<StaffPasskey>();
    public DbSet<StaffPasswordReset> StaffPasswordResets => Set<StaffPasswordReset>();
    public DbSet<RefusedSignIns> RefusedSignIns => Set<RefusedSignIns>();
    public DbSet<Mail> Mails => Set<Mail>();
    public DbSet<ExceptionItem> Exceptions => Set<ExceptionItem>();
    public DbSet<ExceptionNote> ExceptionNotes => Set<ExceptionNote>();
    public DbSet<StoredFile> Files => Set<StoredFile>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        ModelConventions.Configure(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(CharityDb).Assembly);
        ModelConventions.NameLikeSql(builder);
    }
}
