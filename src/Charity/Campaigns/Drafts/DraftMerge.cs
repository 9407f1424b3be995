namespace Charity.Campaigns.Drafts;

/// <summary>A field that two people changed at once: what this editor typed, and what a colleague saved meanwhile.</summary>
public sealed record DraftConflict(string Key, string Mine, string Theirs);

/// <summary>Fingerprints of the fields as an editor's page showed them, by key.</summary>
public sealed record SeenFields(IReadOnlyDictionary<string, string> Prints)
{
    /// <summary>As a hidden field of the form carries it.</summary>
    public override string ToString() => string.Join(';', Prints.Select(print => $"{print.Key}={print.Value}"));

    public static SeenFields Of(CampaignDocument document)
        => new(CampaignFields.Flatten(document).ToDictionary(value => value.Key, value => CampaignFields.Fingerprint(value.Value), StringComparer.Ordinal));

    /// <summary>Reads what the form carried; what cannot be read was not seen.</summary>
    public static SeenFields Parse(string? text)
    {
        var prints = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                prints.TryAdd(pair[..equals], pair[(equals + 1)..]);
            }
        }

        return new SeenFields(prints);
    }
}

/// <summary>
/// Puts what one editor typed together with what stands in the draft, field by field: two people who write in two
/// languages never meet, and of two who write the same field neither loses a word. A story keeps what its editor's page
/// said of it: one that told of a person does so still when the consent ended meanwhile and took the tick away.
/// </summary>
public static class DraftMerge
{
    /// <param name="seen">The fields as the editor's page showed them.</param>
    /// <param name="typed">What the editor sent.</param>
    /// <param name="stored">What stands now.</param>
    /// <param name="settled">
    /// For a field in conflict, the fingerprint of the colleague's text that the editor has seen and decided to replace.
    /// </param>
    public static (CampaignDocument Merged, IReadOnlyList<DraftConflict> Conflicts) Of(
        SeenFields seen, CampaignDocument typed, CampaignDocument stored, IReadOnlyDictionary<string, string>? settled = null)
    {
        var (mine, theirs) = (CampaignFields.Flatten(typed), CampaignFields.Flatten(stored));
        var merged = stored;
        var conflicts = new List<DraftConflict>();
        var takesStory = false;
        foreach (var (key, value) in mine)
        {
            var shown = seen.Prints.GetValueOrDefault(key);
            if (value == theirs[key] || shown == CampaignFields.Fingerprint(value))
            {
                // Untouched by this editor: whatever stands there stays.
                continue;
            }

            var standing = CampaignFields.Fingerprint(theirs[key]);
            if (shown == standing || settled?.GetValueOrDefault(key) == standing)
            {
                merged = CampaignFields.Take(merged, typed, key);
                takesStory |= CampaignFields.IsStory(key);
            }
            else
            {
                conflicts.Add(new DraftConflict(key, value, theirs[key]));
            }
        }

        if (takesStory && LosesPerson(typed, merged))
        {
            // A consent that this editor chose for it, or none: the one that the page showed may be over.
            var chosen = conflicts.RemoveAll(conflict => conflict.Key == CampaignFields.PersonKey) > 0;
            merged = chosen ? CampaignFields.Take(merged, typed, CampaignFields.PersonKey) : OfPerson(merged);
        }

        return (merged, conflicts);
    }

    /// <summary>What an editor's page shows where texts clash: all that stands, and in a clash what this editor typed.</summary>
    /// <param name="merged">What stands now.</param>
    public static (CampaignDocument Shown, SeenFields Seen) Clashing(CampaignDocument typed, CampaignDocument merged, IReadOnlyList<DraftConflict> conflicts)
    {
        ArgumentNullException.ThrowIfNull(conflicts);
        var shown = conflicts.Aggregate(merged, (document, conflict) => CampaignFields.Take(document, typed, conflict.Key));
        var seen = new Dictionary<string, string>(SeenFields.Of(merged).Prints, StringComparer.Ordinal);
        foreach (var conflict in conflicts)
        {
            seen[conflict.Key] = "";
        }

        if (conflicts.Any(conflict => CampaignFields.IsStory(conflict.Key)) && LosesPerson(typed, shown))
        {
            // Goes with the story that is chosen: as if the page had always said so, it changes nothing by itself.
            shown = OfPerson(shown);
            seen[CampaignFields.PersonKey] = SeenFields.Of(shown).Prints[CampaignFields.PersonKey];
        }

        return (shown, new SeenFields(seen));
    }

    private static bool LosesPerson(CampaignDocument typed, CampaignDocument document)
        => typed.Content.StoryTellsOfPerson && !document.Content.StoryTellsOfPerson;

    /// <summary>Without a consent: it is not published before somebody names one.</summary>
    private static CampaignDocument OfPerson(CampaignDocument document)
        => document with { Content = document.Content with { StoryTellsOfPerson = true, StoryConsentId = null } };
}
