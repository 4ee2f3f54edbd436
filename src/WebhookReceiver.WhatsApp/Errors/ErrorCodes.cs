using System.Collections.Frozen;
using WebhookReceiver.WhatsApp.Errors;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Meta's error codes (page "Error codes"), those of the On-Premises API included: they share one row of numbers, and none means two things.
/// </summary>
public static class ErrorCodes
{
    private const long FirstPermission = 200;

    private const long LastPermission = 299;

    private static readonly FrozenDictionary<long, ErrorCode> Known = new[]
    {
        AuthorizationCodes.All,
        ThrottlingCodes.All,
        IntegrityCodes.All,
        MessagingCodes.All,
        TemplatesCodes.All,
        RegistrationCodes.All,
        GroupsCodes.All,
        CallingCodes.All,
        FlowsCodes.All,
        OnPremisesMessagesCodes.All,
        OnPremisesClientCodes.All,
        OnPremisesTemplatesCodes.All,
    }.SelectMany(codes => codes).ToFrozenDictionary(code => code.Code);

    /// <summary>Every code of the table, in no particular order.</summary>
    public static IReadOnlyList<ErrorCode> All => Known.Values;

    /// <summary>What is known of a code.</summary>
    /// <returns>Null for a code that is not in the table: Meta adds some with every version, so it is no sign of anything wrong.</returns>
    public static ErrorCode? Find(long code)
    {
        if (Known.TryGetValue(code, out var known))
        {
            return known;
        }

        // Meta documents the whole hundred as one, without naming its members.
        return code is >= FirstPermission and <= LastPermission ? new ErrorCode(code, "Permission not granted", ErrorKind.Authorization) : null;
    }
}
