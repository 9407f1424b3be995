using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

public enum SaveFilterOutcome
{
    Saved,
    NameMissing,

    /// <summary>The filter filters nothing, or is too long to keep.</summary>
    NothingToSave,
    TooMany,
}

/// <summary>Keeps a filter under a name; a name used before gets the new filter.</summary>
public sealed class SaveFilter(CharityDb db, Ids ids, TimeProvider time)
{
    /// <summary>Filters of one person: more do not fit into a row of chips.</summary>
    public const int Most = 20;

    public sealed record Input(Guid UserId, string? Name, GiftFilter Filter);

    public async Task<SaveFilterOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var address = input.Filter.ToAddress();
        if (TypedText.Line(input.Name) is not { Length: <= SavedFilter.MaxName } name)
        {
            return SaveFilterOutcome.NameMissing;
        }

        if (address.Length is 0 or > GiftFilter.MaxAddress)
        {
            return SaveFilterOutcome.NothingToSave;
        }

        var own = await db.SavedFilters.Where(f => f.UserId == input.UserId).ToListAsync(cancel);
        if (own.Find(f => f.Name == name) is { } same)
        {
            same.Address = address;
        }
        else if (own.Count >= Most)
        {
            return SaveFilterOutcome.TooMany;
        }
        else
        {
            db.SavedFilters.Add(new SavedFilter
            {
                Id = ids.New(), UserId = input.UserId, Name = name, Address = address, CreatedAt = time.GetUtcNow().UtcDateTime,
            });
        }

        await db.SaveChangesAsync(cancel);
        return SaveFilterOutcome.Saved;
    }
}

/// <summary>Forgets one of one's own filters; somebody else's stays.</summary>
public sealed class ForgetFilter(CharityDb db)
{
    public sealed record Input(Guid UserId, Guid FilterId);

    public async Task<bool> RunAsync(Input input, CancellationToken cancel)
    {
        var filter = await db.SavedFilters.SingleOrDefaultAsync(f => f.Id == input.FilterId && f.UserId == input.UserId, cancel);
        if (filter is not null)
        {
            db.SavedFilters.Remove(filter);
            await db.SaveChangesAsync(cancel);
        }

        return filter is not null;
    }
}
