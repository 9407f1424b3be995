using Charity.Data;
using Charity.Donations;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Messages;

/// <summary>Messages that nobody has read yet, of gifts that are paid.</summary>
internal static class MessageQueries
{
    public static IQueryable<Donation> WaitingMessages(this CharityDb db)
        => db.Donations.AsNoTracking().Where(d => d.Message != null && d.MessageState == MessageState.AwaitsModeration && d.Status == DonationStatus.Succeeded);
}
