using Charity.Campaigns;
using Charity.Data;
using Charity.Donations;
using Charity.Donors;
using Charity.Exceptions;
using Charity.Files;
using Charity.GiftDesk;
using Charity.Languages;
using Charity.Ledger;
using Charity.Notifications;
using Charity.Operations;
using Charity.Organisation;
using Charity.Payments;
using Charity.Receipts;
using Charity.Reconciliation;
using Charity.SetUp;
using Charity.Staff;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity;

/// <summary>Everything behind the pages. A host adds the adapters of its edition beside it.</summary>
public static class CharityServices
{
    /// <summary>Registers every room; a new room adds its line.</summary>
    public static IServiceCollection AddCharity(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(configuration);
        services.AddLanguages();
        services.AddData();
        services.AddOrganisation();
        services.AddExceptions();
        services.AddFiles();
        services.AddCampaigns();
        services.AddStaff();
        services.AddLedger();
        services.AddDonors();
        services.AddDonations();
        services.AddReconciliation();
        services.AddPayments();
        services.AddNotifications();
        services.AddReceipts();
        services.AddGiftDesk();
        services.AddOperations();
        services.AddSetUp();
        return services;
    }
}
