using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Operators;

/// <summary>Who calls <c>/api</c>: set by the guard for every request that it lets pass, and what the audit log records.</summary>
/// <param name="Access">What the caller may do.</param>
/// <param name="Name">The name in the audit log: <c>api key</c>, <c>read key</c> or <c>console</c>.</param>
/// <param name="Session">The session, when the caller has presented its cookie instead of a key.</param>
internal sealed record OperationsCaller(OperationsAccess Access, string Name, OperationsSession? Session = null)
{
    public const string ApiKey = "api key";
    public const string ReadKey = "read key";
    public const string Console = "console";

    /// <summary>The caller of a request that the guard has let pass.</summary>
    public static OperationsCaller? Of(HttpContext context) => context.Features.Get<OperationsCaller>();
}
