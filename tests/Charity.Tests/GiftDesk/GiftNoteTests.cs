using Charity.Data.Audit;
using Charity.GiftDesk;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.GiftDesk;

public sealed class GiftNoteTests
{
    private static readonly Actor Me = Actor.Staff(Guid.NewGuid(), "Olena");

    [Fact]
    [Trait("Case", "A16")]
    public async Task A_note_keeps_its_lines_and_no_card_number_and_can_be_neither_changed_nor_deleted()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();

        Assert.Equal(AddNoteOutcome.Added, await AddAsync(host, gift.Id, "Called twice.\nCard 4242 4242 4242 4242, she said."));

        await using var db = host.Db();
        var note = await db.GiftNotes.AsNoTracking().SingleAsync();
        Assert.Equal("Called twice.\nCard •••• •••• •••• 4242, she said.", note.Text);
        Assert.Equal(("Olena", Me.Id, gift.Id), (note.ActorName, note.ActorId, note.DonationId));
        Assert.Equal("gift:" + gift.Id.ToString("N"), (await db.Audit.SingleAsync(a => a.Action == AddNote.Action)).Subject);
        await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("update gift_note set text = 'x'"));
        await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("delete from gift_note"));
        Assert.Equal(1, await db.GiftNotes.CountAsync());
    }

    [Fact]
    public async Task An_empty_note_a_long_one_and_one_on_no_gift_are_refused()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        Assert.Equal(AddNoteOutcome.Empty, await AddAsync(host, gift.Id, " \n "));
        Assert.Equal(AddNoteOutcome.TooLong, await AddAsync(host, gift.Id, new string('x', GiftNote.MaxText + 1)));
        Assert.Equal(AddNoteOutcome.Unknown, await AddAsync(host, Guid.NewGuid(), "x"));
    }

    private static async Task<AddNoteOutcome> AddAsync(CharityHost host, Guid id, string text)
        => await host.RunAsync<AddNote, AddNoteOutcome>(a => a.RunAsync(new(id, text, Me), default));
}
