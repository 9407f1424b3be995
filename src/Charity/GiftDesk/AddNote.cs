using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

public enum AddNoteOutcome
{
    Added,
    Unknown,
    Empty,
    TooLong,
}

/// <summary>Adds a note to a gift. What looks like a card number is masked before it rests anywhere.</summary>
public sealed class AddNote(CharityDb db, AuditLog audit, Ids ids, TimeProvider time)
{
    public const string Action = "gift.note";

    /// <summary>Kind of subject in the audit: the id behind it is the gift's.</summary>
    public const string Subject = "gift";

    public sealed record Input(Guid DonationId, string? Text, Actor By);

    public async Task<AddNoteOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (TypedText.Lines(input.Text) is not { } text)
        {
            return AddNoteOutcome.Empty;
        }

        if (text.Length > GiftNote.MaxText)
        {
            return AddNoteOutcome.TooLong;
        }

        if (!await db.Donations.AnyAsync(d => d.Id == input.DonationId, cancel))
        {
            return AddNoteOutcome.Unknown;
        }

        var note = new GiftNote
        {
            Id = ids.New(),
            DonationId = input.DonationId,
            At = time.GetUtcNow().UtcDateTime,
            ActorId = input.By.Id,
            ActorName = input.By.Name,
            Text = text,
        };
        db.GiftNotes.Add(note);
        // The words stand in the note, which nobody can change; the audit says that there is one.
        audit.Add(input.By, Action, Subject, input.DonationId, after: new { note = note.Id });
        await db.SaveChangesAsync(cancel);
        return AddNoteOutcome.Added;
    }
}
