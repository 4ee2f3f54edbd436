using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>Meta's Graph API, as far as it concerns webhooks. It makes the handshake at a callback URL during the call, as Meta does, and repeats a wrong token in its error, as Meta does.</summary>
internal sealed class GraphStandIn : StandIn
{
    public const string AppId = "1234567890123";
    public const string AppToken = AppId + "|scenarioAppAccessToken0123456789";
    public const string AccessToken = "EAAscenarioAccessToken0123456789abcdefghijklmnop";
    public const string Account = "102290129340398";
    public const string Number = "106540352242922";

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>The subscription of the app; null for none.</summary>
    public Subscription? App { get; set; }

    /// <summary>The override of each account that the app is linked to; null for no override.</summary>
    public ConcurrentDictionary<string, string?> Links { get; } = new(StringComparer.Ordinal);

    /// <summary>The override of each number.</summary>
    public ConcurrentDictionary<string, string> Numbers { get; } = new(StringComparer.Ordinal);

    public static IResult Error(int code, string message, int? subcode = null, int status = 400, params (string Name, string Value)[] headers) => StandInAnswers.Status(
        status, new { error = new { message, type = "OAuthException", code, error_subcode = subcode, fbtrace_id = "AbCdEfGhIjK" } }, headers);

    protected override void End() => http.Dispose();

    protected override async Task<IResult> AnswerAsync(StandInCall call)
    {
        if (call.Path is ['/', 'v', ..] && call.Path.Split('/') is [_, _, .. var path])
        {
            return path switch
            {
                ["oauth", "access_token"] => TokenFor(call),
                [AppId, "subscriptions"] => Allowed(call, AppToken) ?? await SubscriptionsAsync(call),
                ["debug_token"] => Allowed(call, AppToken) ?? Inspected(call),
                [Account, "subscribed_apps"] => Allowed(call, AccessToken) ?? await LinkAsync(call),
                [Number] => Allowed(call, AccessToken) ?? await NumberAsync(call),
                _ => Error(100, "Unsupported request. Object with ID does not exist, cannot be loaded due to missing permissions", subcode: 33),
            };
        }

        return Results.NotFound();
    }

    private static IResult? Allowed(StandInCall call, string token) => BearerOf(call) switch
    {
        null => Error(200, "(#200) Provide valid app ID"),
        var given when !string.Equals(given, token, StringComparison.Ordinal) => Error(190, $"Malformed access token {given}", status: 401),
        _ => null,
    };

    private static IResult TokenFor(StandInCall call) =>
        call.Query["grant_type"] == "client_credentials" && call.Query["client_id"] == AppId && call.Query["client_secret"] == Receiving.Receiver.AppSecret
            ? Results.Json(new { access_token = AppToken, token_type = "bearer" })
            : Error(1, $"Error validating client secret {call.Query["client_secret"]}");

    private static IResult Inspected(StandInCall call) => Results.Json(new
    {
        data = new
        {
            app_id = AppId,
            type = "SYSTEM_USER",
            is_valid = call.Query["input_token"] == AccessToken,
            expires_at = 0,
            scopes = new[] { "whatsapp_business_management", "whatsapp_business_messaging" },
            granular_scopes = new[] { new { scope = "whatsapp_business_management", target_ids = new[] { Account } } },
        },
    });

    private async Task<IResult> SubscriptionsAsync(StandInCall call)
    {
        if (call.Method is "GET")
        {
            return Results.Json(new
            {
                data = App is null ? [] : new object[]
                {
                    new { @object = "page", callback_url = "https://example.com/page", active = true, fields = Array.Empty<object>() },
                    new { @object = "whatsapp_business_account", callback_url = App.Url, active = App.IsActive, fields = App.Fields.Select(static name => new { name, version = "v23.0" }) },
                },
            });
        }

        var form = call.Form;

        if (await FailedHandshakeAsync(form["callback_url"]!, form["verify_token"]!) is { } failed)
        {
            return failed;
        }

        App = new Subscription(form["callback_url"]!, form["fields"].ToString().Split(','), IsActive: true);
        return Results.Json(new { success = "true" });
    }

    private async Task<IResult> LinkAsync(StandInCall call)
    {
        switch (call.Method)
        {
            case "GET":
                return Results.Json(new
                {
                    data = Links.Where(static link => link.Key is Account).Select(static link => Entry(AppId, link.Value)).Prepend(Entry("99", "https://example.com/another-app")),
                });
            case "DELETE":
                Links.TryRemove(Account, out _);
                return Results.Json(new { success = true });
            case "POST" when call.Body.Length is 0:
                Links[Account] = null;
                return Results.Json(new { success = true });
        }

        if (!Links.ContainsKey(Account))
        {
            return Error(100, "(#100) Before override the current callback uri, your app must be subscribed to receive messages for WhatsApp Business Account");
        }

        var url = call.Json.GetProperty("override_callback_uri").GetString()!;

        if (await FailedHandshakeAsync(url, call.Json.GetProperty("verify_token").GetString()!) is { } failed)
        {
            return failed;
        }

        Links[Account] = url;
        return Results.Json(new { success = true });
    }

    private async Task<IResult> NumberAsync(StandInCall call)
    {
        if (call.Method is "GET")
        {
            var configuration = new Dictionary<string, string?>(StringComparer.Ordinal) { ["application"] = "https://example.com/app" };

            if (Numbers.TryGetValue(Number, out var own))
            {
                configuration["phone_number"] = own;
            }

            return Results.Json(new { webhook_configuration = configuration, id = Number });
        }

        var wanted = call.Json.GetProperty("webhook_configuration");
        var url = wanted.GetProperty("override_callback_uri").GetString()!;

        if (url.Length is 0)
        {
            Numbers.TryRemove(Number, out _);
            return Results.Json(new { success = true });
        }

        if (await FailedHandshakeAsync(url, wanted.GetProperty("verify_token").GetString()!) is { } failed)
        {
            return failed;
        }

        Numbers[Number] = url;
        return Results.Json(new { success = true });
    }

    private static Dictionary<string, object> Entry(string app, string? overrideUrl)
    {
        var entry = new Dictionary<string, object>(StringComparer.Ordinal) { ["whatsapp_business_api_data"] = new { id = app, link = "https://example.com/", name = "An app" } };

        if (overrideUrl is not null)
        {
            entry["override_callback_uri"] = overrideUrl;
        }

        return entry;
    }

    /// <summary>The handshake, and error 2200 with the status that came instead of 200.</summary>
    private async Task<IResult?> FailedHandshakeAsync(string url, string verifyToken)
    {
        using var answer = await http.GetAsync(new Uri($"{url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={Uri.EscapeDataString(verifyToken)}"));

        return answer.IsSuccessStatusCode && await answer.Content.ReadAsStringAsync() is "1158201444"
            ? null
            : Error(2200, string.Create(CultureInfo.InvariantCulture, $"(#2200) Callback verification failed with the following errors: HTTP Status Code = {(int)answer.StatusCode}; HTTP Message = {answer.ReasonPhrase}"));
    }

    internal sealed record Subscription(string Url, IReadOnlyList<string> Fields, bool IsActive);
}
