using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Operators;

/// <summary>What went wrong, as <c>application/problem+json</c>.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static IResult Of(int status, string? detail) => Results.Problem(detail, statusCode: status);

    public static IResult NoLetter() => Of(StatusCodes.Status404NotFound, "There is no dead letter with that id.");

    public static IResult NotOnDisk(string store) => Of(StatusCodes.Status404NotFound, NothingOnDisk(store));

    public static string NothingOnDisk(string store) => $"Inbox:Store is {store}: nothing is on disk.";
}
