using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Operators;

/// <summary>Answers a search, or says why there is no answer.</summary>
internal static class SearchAnswer
{
    public static async Task<IResult> OfAsync(WhatsAppInbox inbox, Func<Task<IResult>> search)
    {
        if (!inbox.IsOnDisk)
        {
            return Problem.NotOnDisk(inbox.StoreName);
        }

        try
        {
            return await search();
        }
        catch (FormatException exception)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (Exception exception) when (exception is IOException and not AuditUnavailableException or UnauthorizedAccessException or InvalidDataException)
        {
            return Problem.Of(StatusCodes.Status500InternalServerError, $"The inbox cannot be read: {exception.Message}");
        }
    }
}
