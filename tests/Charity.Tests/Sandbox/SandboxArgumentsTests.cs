using Charity.Sandbox.Hosting;
using Xunit;

namespace Charity.Tests.Sandbox;

public sealed class SandboxArgumentsTests
{
    [Fact]
    public void Nothing_said_is_the_usual_set_up()
    {
        var (arguments, fault) = SandboxArguments.Read([]);
        Assert.Null(fault);
        Assert.Equal((5100, 5101, 1500, false), (arguments!.AppPort, arguments.SandboxPort, arguments.Gifts, arguments.Fresh));
        Assert.EndsWith(".data", arguments.DataFolder, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--app-port", "0")]
    [InlineData("--app-port", "x")]
    [InlineData("--app-port")]
    [InlineData("--gifts", "-1")]
    [InlineData("--gifts", "9999999")]
    [InlineData("--data", " ")]
    [InlineData("--typo", "1")]
    [InlineData("--app-port", "5101")]
    public void What_cannot_be_is_named_in_one_sentence(params string[] args)
    {
        var (arguments, fault) = SandboxArguments.Read(args);
        Assert.Null(arguments);
        Assert.NotEmpty(fault!);
    }

    [Fact]
    public void A_folder_is_held_by_one_and_what_was_left_unfinished_goes()
    {
        var root = Directory.CreateTempSubdirectory("charity-folder-").FullName;
        Directory.CreateDirectory(Path.Combine(root, "preparing-x"));
        using (var folder = DataFolder.TryOpen(root)!)
        {
            Assert.Null(DataFolder.TryOpen(root));
            Assert.False(folder.HasData);
            Assert.Empty(Directory.EnumerateDirectories(root, "preparing-*"));
            Assert.True(folder.Fits("a"));
            var made = folder.BeginNew();
            File.WriteAllText(made.Schema, "a");
            folder.Use(made);
            Assert.True(folder.HasData);
            Assert.True(folder.Fits("a"));
            Assert.False(folder.Fits("b"));
            File.Delete(folder.Current.Schema);
            Assert.False(folder.Fits("a"));
            Assert.NotNull(folder.SetAside(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
            Assert.False(folder.HasData);
        }

        Assert.True(Directory.Exists(Path.Combine(root, "set-aside-20260102-030405")));
        Directory.Delete(root, recursive: true);
    }
}
