using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Charity.Adapters.Tests.Mail;

/// <summary>A certificate authority that nobody knows, in a file, and certificates from it.</summary>
internal sealed class OwnAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 root;

    public OwnAuthority()
    {
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        root = request.CreateSelfSigned(From, Until);
        File = Path.GetTempFileName();
        System.IO.File.WriteAllText(File, root.ExportCertificatePem());
    }

    /// <summary>The authority's certificate in PEM.</summary>
    public string File { get; }

    /// <summary>A server's certificate.</summary>
    public X509Certificate2 Certificate(string host, DateTimeOffset? until = null)
    {
        using var own = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(root, From, until ?? Until, RandomNumberGenerator.GetBytes(8));
        using var whole = bare.CopyWithPrivateKey(own);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        System.IO.File.Delete(File);
        root.Dispose();
        key.Dispose();
    }
}
