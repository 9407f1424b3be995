using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Data.Keys;

/// <summary>
/// Keeps the keys of cookies and antiforgery tokens with the data: every node reads the same, and a restart signs nobody
/// out. They stand there encrypted (<see cref="TokenKeyXmlEncryptor"/>).
/// </summary>
internal sealed class DataProtectionKeyStore(IDbContextFactory<CharityDb> contexts) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Id).Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.DataProtectionKeys.Add(new DataProtectionKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}

internal static class DataProtectionRegistration
{
    /// <summary>One name on every node, else they would not read each other's cookies.</summary>
    private const string ApplicationName = "Charity";

    public static void AddDataProtectionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddSingleton<KeyCheck>();
        services.AddHostedService<KeysAtStart>();
        services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<CharityDb>, IOptions<TokenOptions>>((options, contexts, tokens) =>
        {
            options.XmlRepository = new DataProtectionKeyStore(contexts);
            options.XmlEncryptor = new TokenKeyXmlEncryptor(tokens);
        });
    }
}
