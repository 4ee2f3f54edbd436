using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Operators;

/// <summary>An action was refused because it could not be recorded.</summary>
internal sealed class AuditUnavailableException : IOException
{
    public AuditUnavailableException()
    {
    }

    public AuditUnavailableException(string message)
        : base(message)
    {
    }

    public AuditUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Answers 503 when a request ends with it.</summary>
    public static RequestDelegate Answered(RequestDelegate next) => async context =>
    {
        try
        {
            await next(context);
        }
        catch (AuditUnavailableException exception) when (!context.Response.HasStarted)
        {
            await Problem.Of(StatusCodes.Status503ServiceUnavailable, exception.Message).ExecuteAsync(context);
        }
    };
}
