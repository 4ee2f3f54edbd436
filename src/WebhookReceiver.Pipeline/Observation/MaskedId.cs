using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.Observation;

/// <summary>
/// An id in the form in which it may be logged: eight digits of a hash whose key is created at startup and stored nowhere. Lines about the same id can be
/// correlated while the process lives, and nobody can find out from them who it was. Message ids are masked too, because they contain the phone number.
/// </summary>
internal readonly record struct MaskedId(string? Id)
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public override string ToString() =>
        Id is null ? "none" : Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(Id)).AsSpan(0, 4));
}
