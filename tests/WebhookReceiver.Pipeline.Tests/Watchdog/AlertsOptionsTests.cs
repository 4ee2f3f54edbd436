using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using WebhookReceiver.Watchdog;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Watchdog;

public sealed class AlertsOptionsTests
{
    [Theory]
    [InlineData("Production", null, 6)]
    [InlineData("Staging", null, 6)]
    [InlineData("Development", null, 0)]
    [InlineData("Development", 2, 2)]
    [InlineData("Production", 0, 0)]
    public void Silence_is_off_in_Development_unless_it_is_set(string environment, int? hours, int expected)
    {
        var options = new AlertsOptions { SilenceAfter = hours is { } set ? TimeSpan.FromHours(set) : null };

        new AlertsOptionsDefaults(new SomeEnvironment { EnvironmentName = environment }).PostConfigure(name: null, options);

        Assert.Equal(TimeSpan.FromHours(expected), options.SilenceAfter);
    }

    [Theory]
    [InlineData("https://alerts.example.com/x")]
    [InlineData("http://127.0.0.1:9000/x")]
    [InlineData("http://[::1]:9000/x")]
    [InlineData("http://localhost/x")]
    public void An_address_with_https_or_of_this_machine_is_accepted(string url) => Assert.True(
        new AlertsOptionsValidator(new SomeEnvironment()).Validate(name: null, new AlertsOptions { WebhookUrl = url, WebhookSecret = "0123456789abcdef" }).Succeeded);

    private sealed class SomeEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
