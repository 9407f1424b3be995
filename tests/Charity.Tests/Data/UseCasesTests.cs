using Charity.Data;
using Charity.Data.Work;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data;

public sealed class UseCasesTests
{
    [Fact]
    [Trait("Case", "X09")]
    public async Task A_use_case_that_another_commit_overtook_runs_again_with_everything_read_afresh()
    {
        await using var host = await StartAsync();
        var seen = new List<string>();
        var end = await host.RunAsync<Rename, string>(async uc =>
        {
            var name = await uc.RunAsync("mine", async before =>
            {
                seen.Add(before);
                if (seen.Count < 3)
                {
                    await RenameAsync(host, FormattableString.Invariant($"theirs {seen.Count}"));
                }
            });
            return name;
        });

        Assert.Equal(["", "theirs 1", "theirs 2"], seen);
        Assert.Equal("theirs 2, then mine", end);
    }

    [Fact]
    [Trait("Case", "X09")]
    public async Task It_runs_five_times_at_most()
    {
        await using var host = await StartAsync();
        var runs = 0;
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => host.RunAsync<Rename, string>(
            uc => uc.RunAsync("mine", _ => RenameAsync(host, FormattableString.Invariant($"theirs {++runs}")))));
        Assert.Equal(5, runs);
    }

    [Fact]
    public async Task The_loser_of_a_race_for_a_key_finds_what_the_winner_made()
    {
        await using var host = await StartAsync();
        using var barrier = new Barrier(8);
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return host.RunAsync<FindOrAdd, bool>(uc => uc.RunAsync("key"));
            },
            TaskCreationOptions.LongRunning).Unwrap()));
        Assert.Equal(1, made.Count(isNew => isNew));
    }

    [Fact]
    public async Task A_bug_is_not_tried_again()
    {
        await using var host = await StartAsync();
        var runs = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunAsync<Rename, string>(_ =>
        {
            runs++;
            throw new InvalidOperationException();
        }));
        Assert.Equal(1, runs);
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartAsync(services => services.AddScoped<Rename>().AddScoped<FindOrAdd>());
        await using var db = host.Db();
        db.Organisations.Add(new Charity.Organisation.Organisation());
        await db.SaveChangesAsync();
        return host;
    }

    private static async Task RenameAsync(CharityHost host, string name)
    {
        await using var db = host.Db();
        var organisation = await db.Organisations.SingleAsync();
        (organisation.ContactEmail, organisation.Version) = (name, organisation.Version + 1);
        await db.SaveChangesAsync();
    }

    private sealed class Rename(CharityDb db)
    {
        public async Task<string> RunAsync(string name, Func<string, Task> meanwhile)
        {
            var organisation = await db.Organisations.SingleAsync();
            await meanwhile(organisation.ContactEmail);
            (organisation.ContactEmail, organisation.Version) = ($"{organisation.ContactEmail}, then {name}", organisation.Version + 1);
            await db.SaveChangesAsync();
            return organisation.ContactEmail;
        }
    }

    private sealed class FindOrAdd(CharityDb db)
    {
        /// <summary>True when it was added.</summary>
        public async Task<bool> RunAsync(string name)
        {
            if (await db.Timetable.AnyAsync(e => e.Name == name))
            {
                return false;
            }

            db.Timetable.Add(new TimetableEntry { Name = name });
            await db.SaveChangesAsync();
            return true;
        }
    }
}
