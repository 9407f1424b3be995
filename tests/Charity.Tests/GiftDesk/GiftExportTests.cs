using System.Globalization;
using System.Text;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Donations;
using Charity.GiftDesk;
using Charity.Languages;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.GiftDesk;

public sealed class GiftExportTests
{
    private static readonly Guid Me = Guid.NewGuid();

    [Fact]
    public async Task An_export_has_every_gift_of_its_filter_once_whatever_comes_meanwhile()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        await StoredGiftRows.AddAsync(host, world, (WriteExportPart.RowsInAPart * 2) + 10);
        var id = await AskAsync(host, new GiftFilter());
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Services.GetRequiredService<Relay>().RunAsync(default);
        // A gift that comes while it is written is not in it.
        await host.RunAsync<StartTransfer, StartOutcome>(async s => await s.RunAsync(await host.FormAsync(), default));
        await host.DrainAsync();

        var lines = Lines(await TextAsync(host, id));
        Assert.Equal((WriteExportPart.RowsInAPart * 2) + 11, lines.Count);
        Assert.Equal(lines.Count, lines.Distinct().Count());
        await using var db = host.Db();
        var export = await db.GiftExports.SingleAsync();
        Assert.Equal((ExportState.Ready, (WriteExportPart.RowsInAPart * 2) + 10, 3), (export.State, export.Rows, export.Parts));
        Assert.Equal(
            [RequestExport.Action, WriteExportPart.ReadyAction, FetchExport.Action],
            await db.Audit.Where(a => a.Subject == "gift-export:" + id.ToString("N")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
        Assert.Contains(
            "\"rows\":" + export.Rows.ToString(CultureInfo.InvariantCulture),
            await db.Audit.Where(a => a.Action == WriteExportPart.ReadyAction).Select(a => a.Detail).SingleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_written_twice_or_by_another_process_is_one_part_of_one_file()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        await StoredGiftRows.AddAsync(host, world, WriteExportPart.RowsInAPart + 10);
        var id = await AskAsync(host, new GiftFilter());
        // The first part is begun and its process ends before the commit; another begins it again and ends after it.
        await WriteAsync(host, id, 1, save: false);
        await WriteAsync(host, id, 1, save: true);
        await WriteAsync(host, id, 1, save: true);
        await host.DrainAsync();

        var lines = Lines(await TextAsync(host, id));
        Assert.Equal(WriteExportPart.RowsInAPart + 11, lines.Count);
        Assert.Equal(lines.Count, lines.Distinct().Count());
        await using var db = host.Db();
        Assert.Equal(2, await db.GiftExportParts.CountAsync());
        Assert.False(await db.Outbox.AnyAsync(m => m.Kind == WriteExport.Kind && m.State != WorkState.Done));
    }

    [Fact]
    [Trait("Case", "A06")]
    public async Task No_cell_that_people_typed_is_a_formula_and_amounts_stay_numbers()
    {
        string[] names = ["=HYPERLINK(\"http://evil\")", "+380501234567", "-1+1", "@SUM(A1)", "\tx", "\rx", "\0x", "Іван, \"Ваня\"", "two\nlines", "＝1"];
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        await StoredGiftRows.AddAsync(host, world, names.Length, n => names[n]);
        var id = await AskAsync(host, new GiftFilter(), forPrograms: true);
        await host.DrainAsync();

        var bytes = await BytesAsync(host, id);
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var rows = ReadCsv(Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3));
        Assert.Equal(ExportSheet.Heads, rows[0]);
        var (name, amount) = (Column("donor_name"), Column("amount"));
        var written = rows.Skip(1).OrderBy(r => decimal.Parse(r[amount], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(["'" + names[0], "'" + names[1], "'" + names[2], "'" + names[3], "'" + names[4], "'" + names[5], "'" + names[6], names[7], names[8], "'" + names[9]],
            written.Select(r => r[name]));
        Assert.Equal("10.00", written[0][amount]);
        Assert.All(rows, row => Assert.Equal(ExportSheet.Heads.Count, row.Count));
        Assert.All(rows.SelectMany(r => r), cell => Assert.DoesNotMatch("^[=+@\t\r\0-]", cell));

        int Column(string head) => ExportSheet.Heads.ToList().IndexOf(head);
    }

    [Theory]
    [InlineData("uk", "Сума", "Створено", "Збір")]
    [InlineData("bg", "Сума", "Създадено", "Кампания")]
    [InlineData("mk", "Износ", "Создадено", "Кампања")]
    [InlineData("en", "Amount", "Made", "Campaign")]
    public async Task Heads_and_states_are_in_the_reader_s_language_with_days_of_the_calendar_and_of_machines(string language, params string[] heads)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        var id = await AskAsync(host, new GiftFilter("шевченко"), language: language);
        await host.DrainAsync();

        var rows = ReadCsv(await TextAsync(host, id));
        Assert.All(heads, head => Assert.Contains(head, rows[0]));
        Assert.Equal(2, rows.Count);
        var row = await host.GiftAsync(gift.Id);
        Assert.Equal(row.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), rows[1][2]);
        Assert.Equal(
            TimeZoneInfo.ConvertTimeFromUtc(row.CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("Europe/Sofia")).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            rows[1][1]);
        Assert.NotEqual("Succeeded", rows[1][5]);
        Assert.StartsWith("BG-", rows[1][24], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A01")]
    public async Task Only_who_asked_can_fetch_it_and_only_for_a_day()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        await StoredGiftRows.AddAsync(host, world, 3);
        var id = await AskAsync(host, new GiftFilter());
        Assert.Null(await FetchAsync(host, id, Me));
        await host.DrainAsync();

        Assert.Null(await FetchAsync(host, id, Guid.NewGuid()));
        Assert.NotNull(await FetchAsync(host, id, Me));
        host.Clock.Advance(TimeSpan.FromHours(23));
        Assert.False(await host.RunAsync<ExpireOneExport, bool>(e => e.RunAsync(default)));
        Assert.NotNull(await FetchAsync(host, id, Me));
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await FetchAsync(host, id, Me));
        Assert.True(await host.RunAsync<ExpireOneExport, bool>(e => e.RunAsync(default)));
        Assert.False(await host.RunAsync<ExpireOneExport, bool>(e => e.RunAsync(default)));

        await using var db = host.Db();
        Assert.Equal(ExportState.Deleted, (await db.GiftExports.SingleAsync()).State);
        Assert.Equal(0, await db.GiftExportParts.CountAsync());
    }

    [Fact]
    public async Task Nobody_can_fill_the_queue_with_exports()
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        for (var i = 0; i < 3; i++)
        {
            await AskAsync(host, new GiftFilter());
        }

        var outcome = await host.RunAsync<RequestExport, RequestExportOutcome>(r => r.RunAsync(new(Me, new GiftFilter(), Language.En, false, By), default));
        Assert.Equal(RequestExportResult.TooMany, outcome.Result);
    }

    private static Actor By => Actor.Staff(Me, "Olena");

    private static async Task<Guid> AskAsync(CharityHost host, GiftFilter filter, string language = "en", bool forPrograms = false)
    {
        var outcome = await host.RunAsync<RequestExport, RequestExportOutcome>(r => r.RunAsync(new(Me, filter, Language.Of(language), forPrograms, By), default));
        Assert.Equal(RequestExportResult.Requested, outcome.Result);
        return outcome.ExportId!.Value;
    }

    private static async Task WriteAsync(CharityHost host, Guid id, int part, bool save)
    {
        await using var scope = host.Scope();
        await scope.ServiceProvider.GetRequiredService<WriteExportPart>().ApplyAsync(new(new WriteExport(id, part), default, 1), default);
        if (save)
        {
            await scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>().SaveChangesAsync();
        }
    }

    private static Task<ExportFile?> FetchAsync(CharityHost host, Guid id, Guid user)
        => host.RunAsync<FetchExport, ExportFile?>(f => f.RunAsync(new(id, user, By), default));

    private static async Task<byte[]> BytesAsync(CharityHost host, Guid id)
    {
        var file = await FetchAsync(host, id, Me);
        Assert.NotNull(file);
        await using var scope = host.Scope();
        using var all = new MemoryStream();
        await foreach (var part in scope.ServiceProvider.GetRequiredService<ReadExport>().PartsAsync(file, default))
        {
            all.Write(part.Span);
        }

        Assert.Equal(file.Bytes, all.Length);
        return all.ToArray();
    }

    private static async Task<string> TextAsync(CharityHost host, Guid id) => Encoding.UTF8.GetString(await BytesAsync(host, id)).TrimStart('\uFEFF');

    private static List<string> Lines(string text) => [.. text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>A reader of RFC 4180 of the test's own.</summary>
    private static List<List<string>> ReadCsv(string text)
    {
        var rows = new List<List<string>>();
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == ',')
            {
                row.Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                rows.Add(row);
                row = [];
                i++;
            }
            else
            {
                cell.Append(c);
            }
        }

        Assert.Empty(row);
        return rows;
    }
}
