using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.Observation;

/// <summary>
/// An id as it may stand in a log: eight digits of a hash whose key is made at start and kept nowhere. Lines about the same id can be told
/// to belong together while the process lives, and nobody can find out from them who it was. Message ids need it too: they contain the number.
/// </summary>
internal readonly record struct MaskedId(string? Id)
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public override string ToString() =>
        Id is null ? "none" : Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(Id)).AsSpan(0, 4));
}
