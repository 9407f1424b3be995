namespace Charity.Accounting.Tests.Entries;

public sealed class HashChainTests
{
    private static readonly Guid Entity = Guid.Parse("01900000-0000-7000-8000-0000000000e1");
    private static readonly DateTime Recorded = new(2026, 3, 14, 10, 20, 30, 456, DateTimeKind.Utc);

    [Fact]
    public void The_first_hash_is_that_of_the_documented_bytes()
    {
        // Computed by another program from the description in docs/accounting.md: it must never change.
        var hash = HashChain.Seal(HashChain.Start.Span, Facts(1));

        Assert.Equal("cd7b9778efb7edc3940ee1afd7b2ae3dd8f3b7a0ae15cf84f741453d0694e8b6", Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void A_chain_that_nobody_touched_holds()
    {
        Assert.Null(HashChain.FirstBreak(Chain(50)));
        Assert.Null(HashChain.FirstBreak([]));
    }

    [Theory]
    [Trait("Case", "L12")]
    [InlineData("amount")]
    [InlineData("fund")]
    [InlineData("account")]
    [InlineData("currency")]
    [InlineData("date")]
    [InlineData("memo")]
    [InlineData("actor")]
    [InlineData("time")]
    [InlineData("source")]
    [InlineData("kind")]
    public void Any_changed_fact_is_found_at_its_own_entry(string fact)
    {
        var chain = Chain(10);
        var facts = chain[6].Facts;
        var entry = facts.Entry;
        chain[6] = chain[6] with
        {
            Facts = fact switch
            {
                "amount" => facts with { Entry = JournalEntryTests.Gift("txn_7", cents: 2501) },
                "fund" => facts with { Entry = JournalEntryTests.Gift("txn_7", fund: Funds.Training) },
                "account" => facts with { Entry = Rebuilt(entry, p => p with { AccountCode = p.AccountCode == "1100" ? "1150" : p.AccountCode }) },
                "currency" => facts with { Entry = JournalEntryTests.Gift("txn_7", currency: Currency.Usd) },
                "date" => facts with { Entry = JournalEntryTests.Gift("txn_7", new DateOnly(2026, 3, 15)) },
                "memo" => facts with { Entry = JournalEntryTests.Gift("txn_7", memo: "Gift by cart") },
                "actor" => facts with { Actor = "someone" },
                "time" => facts with { RecordedAt = Recorded.AddMilliseconds(1) },
                "source" => facts with { Entry = JournalEntryTests.Gift("txn_8") },
                "kind" => facts with { Entry = JournalEntry.Create(entry.SourceType, entry.SourceId, "refund", entry.EffectiveDate, entry.Memo, entry.Postings) },
                _ => throw new ArgumentOutOfRangeException(nameof(fact)),
            },
        };

        Assert.Equal(new ChainBreak(7, ChainFault.HashDiffers), HashChain.FirstBreak(chain));
    }

    [Fact]
    [Trait("Case", "L12")]
    public void A_changed_entry_that_was_hashed_again_is_found_at_the_next_one()
    {
        var chain = Chain(10);
        var forged = chain[6].Facts with { Entry = JournalEntryTests.Gift("txn_7", cents: 9900) };
        chain[6] = chain[6] with { Facts = forged, Hash = HashChain.Seal(chain[6].PreviousHash.Span, forged) };

        Assert.Equal(new ChainBreak(8, ChainFault.PreviousHashDiffers), HashChain.FirstBreak(chain));
    }

    [Fact]
    [Trait("Case", "L12")]
    public void Missing_doubled_swapped_and_foreign_entries_are_found()
    {
        var chain = Chain(10);

        Assert.Equal(new ChainBreak(6, ChainFault.SequenceGap), HashChain.FirstBreak([.. chain[..4], .. chain[5..]]));
        Assert.Equal(new ChainBreak(5, ChainFault.SequenceGap), HashChain.FirstBreak([.. chain[..5], chain[4], .. chain[5..]]));
        Assert.Equal(new ChainBreak(6, ChainFault.SequenceGap), HashChain.FirstBreak([.. chain[..4], chain[5], chain[4]]));
        Assert.Equal(
            new ChainBreak(5, ChainFault.OtherEntity),
            HashChain.FirstBreak([.. chain[..4], chain[4] with { Facts = chain[4].Facts with { LegalEntityId = Guid.NewGuid() } }]));
        Assert.Equal(new ChainBreak(2, ChainFault.SequenceGap), HashChain.FirstBreak(chain[1..]));
    }

    [Fact]
    public void Checking_can_start_after_a_trusted_snapshot()
    {
        var chain = Chain(10);
        var verifier = new HashChainVerifier(4, chain[3].Hash);

        Assert.All(chain[4..], link => Assert.Null(verifier.Check(link)));
        Assert.Equal(10, verifier.LastSequence);
        Assert.True(verifier.LastHash.Span.SequenceEqual(chain[9].Hash.Span));
    }

    [Fact]
    public void Sealing_needs_a_whole_hash_and_a_time_in_UTC()
    {
        Assert.Throws<ArgumentException>(() => HashChain.Seal(new byte[31], Facts(1)));
        Assert.Throws<ArgumentException>(() => HashChain.Seal(
            HashChain.Start.Span, Facts(1) with { RecordedAt = DateTime.SpecifyKind(Recorded, DateTimeKind.Local) }));
    }

    [Fact]
    public void An_entry_longer_than_the_usual_buffer_is_hashed_whole()
    {
        var long1 = Facts(1) with { Entry = Long(lastCents: 1) };
        var long2 = Facts(1) with { Entry = Long(lastCents: 2) };

        Assert.NotEqual(HashChain.Seal(HashChain.Start.Span, long1), HashChain.Seal(HashChain.Start.Span, long2));
        Assert.Equal(HashChain.Seal(HashChain.Start.Span, long1), HashChain.Seal(HashChain.Start.Span, long1 with { Entry = Long(1) }));

        static JournalEntry Long(long lastCents) => JournalEntry.Create("manual", "1", "expense", new DateOnly(2026, 1, 1), new string('ж', 500),
        [
            .. Enumerable.Range(0, 400).SelectMany(i => (Posting[])
            [
                new("1000", null, new Money(i == 399 ? lastCents : 7, Currency.Eur)),
                new("4000", Funds.Water, new Money(i == 399 ? -lastCents : -7, Currency.Eur)),
            ]),
        ]);
    }

    [Fact]
    [Trait("Case", "L12")]
    public void One_flipped_bit_in_any_stored_hash_breaks_the_chain() => Property.Holds(300, random =>
    {
        var chain = Chain(8);
        var at = random.Next(chain.Length);
        var inHash = random.Next(2) == 0;
        var bytes = (inHash ? chain[at].Hash : chain[at].PreviousHash).ToArray();
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        chain[at] = inHash ? chain[at] with { Hash = bytes } : chain[at] with { PreviousHash = bytes };

        Assert.Equal(at + 1, HashChain.FirstBreak(chain)?.Sequence);
    });

    private static JournalEntry Rebuilt(JournalEntry entry, Func<Line, Line> change) => JournalEntry.Create(
        entry.SourceType, entry.SourceId, entry.Kind, entry.EffectiveDate, entry.Memo,
        [.. entry.Postings.Select(p => change(new Line(p.AccountCode, p.FundId, p.Amount))).Select(l => new Posting(l.AccountCode, l.FundId, l.Amount))]);

    private static ChainEntry Facts(long sequence) =>
        new(Entity, sequence, Recorded, "worker", JournalEntryTests.Gift($"txn_{sequence}"));

    private static SealedEntry[] Chain(int length)
    {
        var chain = new SealedEntry[length];
        var previous = HashChain.Start;
        for (var i = 0; i < length; i++)
        {
            var facts = Facts(i + 1);
            ReadOnlyMemory<byte> hash = HashChain.Seal(previous.Span, facts);
            chain[i] = new SealedEntry(facts, previous, hash);
            previous = hash;
        }

        return chain;
    }

    private sealed record Line(string AccountCode, Guid? FundId, Money Amount);
}
