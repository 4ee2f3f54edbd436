using System.Collections.Frozen;
using WebhookReceiver.WhatsApp.Errors;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Meta's error codes (page "Error codes"), including those of the On-Premises API: they share one number space, and no number has two meanings.
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

    /// <summary>Looks up a code.</summary>
    /// <returns>Null for a code that is not in the table. Meta adds codes with every version, so this is no cause for alarm.</returns>
    public static ErrorCode? Find(long code)
    {
        if (Known.TryGetValue(code, out var known))
        {
            return known;
        }

        // Meta documents this range of one hundred as a whole, without naming its members.
        return code is >= FirstPermission and <= LastPermission ? new ErrorCode(code, "Permission not granted", ErrorKind.Authorization) : null;
    }
}
