using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charity.Web.Tests.Support;

/// <summary>
/// A device with one passkey, made of WebAuthn's own rules (https://www.w3.org/TR/webauthn-3/, sections 6 and 7), and
/// willing to lie about all that a real one would not: the site, the origin, who holds it.
/// </summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    public const string Site = "give.example.org";

    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = "https://" + Site;

    public string RelyingParty { get; set; } = Site;

    public bool VerifiesUser { get; set; } = true;

    public uint SignCount { get; set; }

    /// <summary>The user whose passkey it says that it is, in base64url.</summary>
    public string UserHandle { get; set; } = "";

    /// <summary>Answers the question with which a passkey is made.</summary>
    public string Make(string question)
    {
        var json = JsonNode.Parse(question)!;
        UserHandle = (string)json["user"]!["id"]!;
        var client = Client("webauthn.create", (string)json["challenge"]!);
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString([.. Data(HasCredential), .. new byte[16], 0, (byte)_id.Length, .. _id, .. PublicKey()]);
        cbor.WriteEndMap();
        return Answer(new() { ["clientDataJSON"] = Text(client), ["attestationObject"] = Text(cbor.Encode()), ["transports"] = new JsonArray("internal") });
    }

    /// <summary>Answers the question with which a passkey is asked for.</summary>
    public string Use(string question)
    {
        SignCount++;
        var client = Client("webauthn.get", (string)JsonNode.Parse(question)!["challenge"]!);
        var data = Data(0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new()
        {
            ["clientDataJSON"] = Text(client), ["authenticatorData"] = Text(data), ["signature"] = Text(signature), ["userHandle"] = UserHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Data(byte further)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty), data);
        data[32] = (byte)(Present | (VerifiesUser ? Verified : 0) | further);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), SignCount);
        return data;
    }

    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        // COSE: kty EC2, alg ES256, crv P-256, x, y.
        foreach (var (label, value) in ((int, int)[])[(1, 2), (3, -7), (-1, 1)])
        {
            cbor.WriteInt32(label);
            cbor.WriteInt32(value);
        }

        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private byte[] Client(string type, string challenge)
        => JsonSerializer.SerializeToUtf8Bytes(new { type, challenge, origin = Origin, crossOrigin = false });

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Text(_id), ["rawId"] = Text(_id), ["type"] = "public-key", ["clientExtensionResults"] = new JsonObject(), ["response"] = response,
    }.ToJsonString();

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
