using System.Globalization;

namespace WebhookReceiver.Commands.Register;

/// <summary>Turns an error of the Graph API into a plain sentence with the next step.</summary>
internal sealed class GraphErrors(SecretMask mask)
{
    private const int InvalidParameter = 100;
    private const int UnknownObject = 33;
    private const int SessionExpired = 463;
    private const int HandshakeFailed = 2200;

    /// <param name="request">The call.</param>
    /// <param name="answer">The answer, which contains an error.</param>
    public string Explain(RemoteRequest request, RemoteAnswer answer)
    {
        var error = answer.Json["error"];
        var message = mask.Apply(error["message"].Text ?? string.Empty);
        var (code, subcode) = (error["code"].Number, error["error_subcode"].Number);
        var number = string.Create(CultureInfo.InvariantCulture, $"error {code}");

        return $"Could not {request.Purpose}: " + code switch
        {
            4 or 17 or 32 or 341 or 613 or 80007 or 80008 => $"Meta limits the number of calls ({number}). {answer.TryAgain}",
            _ when answer.Status is 429 => $"Meta limits the number of calls ({number}). {answer.TryAgain}",
            190 when subcode is SessionExpired || message.Contains("expired", StringComparison.OrdinalIgnoreCase) =>
                $"the token has expired ({number}). Create a new one, preferably of a system user and without expiry, and set {request.Credential}.",
            190 or 102 or 104 => $"Meta does not accept the token ({number}). Check {request.Credential}.",
            1 or 101 when request.Credential.StartsWith(GraphSettings.AppIdKey, StringComparison.Ordinal) => $"Meta does not know this app with this secret ({number}). Check {request.Credential}.{Said(message)}",
            3 or 10 or (>= 200 and <= 299) or 131005 => $"the token has no permission for it ({number}). {PermissionsFor(request)}{Said(message)}",
            InvalidParameter when message.Contains("before override", StringComparison.OrdinalIgnoreCase) =>
                $"the app is not linked to the account yet ({number}). First run: register account <waba-id>.",
            InvalidParameter when subcode is UnknownObject => $"Meta does not know the id, or hides it from this token ({number}). {request.Remedy}",
            InvalidParameter => $"Meta refuses a value ({number}).{Said(message)} {request.Remedy}".TrimEnd(),
            HandshakeFailed => HandshakeFailure.Explain(message),
            1 or 2 => $"Meta has a temporary problem ({number}). {answer.TryAgain}",
            null => $"Meta answered {answer.Status}.{Said(message)}",
            _ => $"Meta answered with {number}.{Said(message)}",
        };
    }

    private static string Said(string message) => message.Length > 0 ? $" Meta says: {message.TrimEnd('.')}." : string.Empty;

    private static string PermissionsFor(RemoteRequest request) => request.Remedy.Length > 0
        ? $"It needs whatsapp_business_management, and whatsapp_business_messaging for messages. {request.Remedy}"
        : $"Check {request.Credential}.";
}
