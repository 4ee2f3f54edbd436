using System.Text;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary><c>register 360dialog</c>: the URL goes with the header that the endpoint demands.</summary>
public sealed class When_a_callback_is_registered_at_360dialog : IAsyncLifetime
{
    private const string Callback = "https://hooks.example.com/webhook";

    private readonly D360StandIn d360 = new();
    private readonly RegisterProgram program;

    public When_a_callback_is_registered_at_360dialog()
    {
        program = new RegisterProgram().With(d360);
        program["WhatsApp:Sender"] = "Header";
        program["WhatsApp:HeaderName"] = "X-Hook-Key";
        program["WhatsApp:HeaderValue"] = RegisterProgram.HeaderValue;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_number_gets_the_URL_with_the_header()
    {
        var registered = await program.RunAsync($"360dialog --no-wait --url {Callback}");

        Assert.Equal((0, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.Equal($"360dialog sends the number's notifications to {Callback}, with X-Hook-Key.\n", registered.Output);
        Assert.Equal(["POST /v1/configs/webhook", "GET /v1/configs/webhook"], d360.Lines);
        Assert.Equal(Callback, d360.Number!.Value.GetProperty("url").GetString());
        Assert.Equal(RegisterProgram.HeaderValue, d360.Number.Value.GetProperty("headers").GetProperty("X-Hook-Key").GetString());
    }

    [Fact]
    public async Task The_account_gets_it_as_well()
    {
        var registered = await program.RunAsync($"360dialog --account --no-wait --url {Callback}");

        Assert.Equal((0, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.Equal(["POST /waba_webhook"], d360.Lines);
        Assert.Equal(Callback, d360.Account!.Value.GetProperty("url").GetString());
        Assert.True(d360.Account.Value.GetProperty("headers").TryGetProperty("X-Hook-Key", out _));
        Assert.Contains("cannot be read back", registered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basic_credentials_are_a_header()
    {
        program["WhatsApp:Sender"] = "basic";
        program["WhatsApp:UserName"] = "d360";
        program["WhatsApp:Password"] = RegisterProgram.BasicPassword;

        var registered = await program.RunAsync($"360dialog --no-wait --url {Callback}");

        Assert.Equal(0, registered.ExitCode);
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"d360:{RegisterProgram.BasicPassword}"));
        Assert.Equal($"Basic {expected}", d360.Number!.Value.GetProperty("headers").GetProperty("Authorization").GetString());
        Assert.DoesNotContain(expected, registered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_needs_no_header()
    {
        program["WhatsApp:Sender"] = "D360Signature";

        var registered = await program.RunAsync($"360dialog --no-wait --url {Callback}");

        Assert.Equal(0, registered.ExitCode);
        Assert.False(d360.Number!.Value.TryGetProperty("headers", out _));
    }

    [Theory]
    [InlineData("https://my_hooks.example.com", "360dialog refuses an underscore in a host name")]
    [InlineData("https://hooks.example.com:8443", "360dialog refuses a port in the URL")]
    [InlineData("https://hooks.example.com/a+b", "its path contains '+'")]
    [InlineData("https://hooks.invalid", "DNS")]
    public async Task A_URL_that_cannot_work_is_refused_before_anything_is_called(string url, string expected)
    {
        var refused = await program.RunAsync($"360dialog --url {url}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, d360.Connections);
    }

    [Theory]
    [InlineData("WhatsApp:Sender", "Meta", "demands Meta's signature, which 360dialog does not send")]
    [InlineData("WhatsApp:HeaderName", null, "WhatsApp:HeaderName is not set")]
    [InlineData("WhatsApp:HeaderValue", null, "WhatsApp:HeaderValue is not set. Set the environment variable WhatsApp__HeaderValue")]
    [InlineData("D360:ApiKey", null, "D360:ApiKey is not set. Set the environment variable D360__ApiKey")]
    public async Task What_is_missing_is_named(string key, string? value, string expected)
    {
        program[key] = value;

        var refused = await program.RunAsync($"360dialog --no-wait --url {Callback}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, d360.Connections);
    }

    [Fact]
    public async Task A_webhook_that_reads_back_differently_is_reported()
    {
        d360.Instead = static call => call.Method is "GET"
            ? Microsoft.AspNetCore.Http.Results.Json(new { url = $"https://user:{RegisterProgram.WrongSecret}@old.example.com/", headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-hook-key"] = RegisterProgram.WrongSecret } })
            : null;

        var registered = await program.RunAsync($"360dialog --no-wait --url {Callback}");

        Assert.Equal((1, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.Contains($"NOT AS REQUESTED: The URL is https://***@old.example.com/, not {Callback}.", registered.Output, StringComparison.Ordinal);
        Assert.Contains("NOT AS REQUESTED: The header X-Hook-Key has another value", registered.Output, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => d360.DisposeAsync();
}
