using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>A call that a stand-in got.</summary>
internal sealed record StandInCall(string Method, string Path, IQueryCollection Query, IHeaderDictionary Headers, string Body)
{
    public string Line => $"{Method} {Path}";

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public Dictionary<string, StringValues> Form => QueryHelpers.ParseQuery(Body);
}
