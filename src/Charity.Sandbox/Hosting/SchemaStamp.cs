using System.Security.Cryptography;
using System.Text;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Sandbox.Hosting;

/// <summary>
/// Which tables the kept data were made with. After an update that changed them the demo data are made anew, so that
/// the one command of the README works again without a word to anyone.
/// </summary>
internal static class SchemaStamp
{
    internal static string Of(IServiceProvider application)
    {
        using var scope = application.CreateScope();
        var script = scope.ServiceProvider.GetRequiredService<CharityDb>().Database.GenerateCreateScript();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
    }
}
