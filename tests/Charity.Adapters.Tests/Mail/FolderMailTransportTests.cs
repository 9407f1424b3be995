using Charity.Embedded.Mail;
using Charity.Notifications;
using Charity.Testing;
using Charity.Testing.Tools;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Adapters.Tests.Mail;

public sealed class FolderMailTransportTests(ContractTally<MailTransportContract> tally)
    : MailTransportContract(tally, "Folder"), IClassFixture<ContractTally<MailTransportContract>>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("charity-mail-");

    public void Dispose() => folder.Delete(true);

    [Fact]
    public async Task A_mail_sent_twice_is_two_files_and_nothing_half_written_stays()
    {
        var transport = Transport(folder.FullName);
        await transport.SendAsync(Sample(), CancellationToken.None);
        await transport.SendAsync(Sample(), CancellationToken.None);

        Assert.Equal([".eml", ".eml"], folder.GetFiles().Select(f => f.Extension));
    }

    [Fact]
    [Trait("Case", "X08")]
    public async Task A_folder_that_cannot_be_written_leaves_the_mail_for_later()
    {
        var file = Path.Combine(folder.FullName, "not-a-folder");
        await File.WriteAllTextAsync(file, "");

        var result = await Transport(file).SendAsync(Sample(), CancellationToken.None);

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
        Assert.DoesNotContain(folder.GetFiles(), f => f.Extension is ".eml" or ".tmp");
    }

    [Fact]
    public void The_same_mail_at_the_same_time_has_the_same_bytes()
        => Assert.Equal(MimeWriter.Write(Sample(), FakeClock.DefaultStart), MimeWriter.Write(Sample(), FakeClock.DefaultStart));

    private protected override async Task<(MailResult Result, IReadOnlyList<byte[]> Mails)> SendAsync(OutgoingMail mail)
    {
        var result = await Transport(folder.FullName).SendAsync(mail, CancellationToken.None);
        return (result, [.. folder.GetFiles("*.eml").Select(f => File.ReadAllBytes(f.FullName))]);
    }

    private static FolderMailTransport Transport(string path)
        => new(Options.Create(new MailOptions { Transport = MailTransportKind.Folder, Folder = path }), new FakeClock(FakeClock.DefaultStart));
}
