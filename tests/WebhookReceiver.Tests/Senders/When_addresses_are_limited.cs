using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Files;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Senders;

/// <summary>A list of the addresses from which an endpoint may be called. The tests come from 127.0.0.1, which is a trusted proxy.</summary>
public sealed class When_addresses_are_limited : IAsyncDisposable
{
    private const int ListRead = 1110;
    private const int ListRefused = 1111;
    private const int ListIsOld = 1112;
    private const int Unlisted = 1113;

    private readonly TemporaryDirectory directory = new();
    private readonly SteppedClock clock = new();
    private readonly LogLines log = new(LogLine.IsOrdinary);
    private Receiver? receiver;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string List => directory.File("addresses");

    public async ValueTask DisposeAsync()
    {
        if (receiver is not null)
        {
            await receiver.DisposeAsync();
        }

        log.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Other_addresses_are_refused_with_a_right_signature_and_a_right_handshake()
    {
        Start("Enforce", "# the list\n203.0.113.0/24 # a network\n\n2001:db8::/32\n");

        Assert.Equal(HttpStatusCode.OK, await PostAsync("203.0.113.7"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("2001:db8::7"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("198.51.100.7"));
        Assert.Equal(HttpStatusCode.OK, await ShakeHandsAsync("203.0.113.7"));
        Assert.Equal(HttpStatusCode.Forbidden, await ShakeHandsAsync("198.51.100.7"));
        Assert.Contains(log.All, static line => line.Id is 1101 && line.Text.Contains("Address", StringComparison.Ordinal) && line.Text.Contains("198.51.100.7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_demanded_in_addition_to_the_signature_and_never_instead()
    {
        Start("Enforce", "203.0.113.0/24\n");
        using var request = Notifications.Signed(receiver!.Callback, "{}", "another-secret-0123456789");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        using var answer = await receiver.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_report_refuses_nothing_and_says_what_would_be_refused()
    {
        Start("Report", "203.0.113.0/24\n");

        Assert.Equal(HttpStatusCode.OK, await PostAsync("198.51.100.7"));

        var line = await log.UntilAsync(Unlisted, Token);
        Assert.Contains("198.51.100.7 (1)", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("row", "H15")]
    public async Task What_a_stranger_writes_into_the_header_counts_for_nothing()
    {
        Start("Enforce", "203.0.113.0/24\n", isBehindProxy: false);

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("203.0.113.7"));
    }

    [Fact]
    public async Task Off_does_not_even_look_at_them()
    {
        Start("Off", "203.0.113.0/24\n");

        Assert.Equal(HttpStatusCode.OK, await PostAsync("198.51.100.7"));
        Assert.DoesNotContain(log.All, static line => line.Id is Unlisted);
    }

    [Fact]
    public async Task The_standard_header_can_be_chosen_instead_and_then_the_other_counts_for_nothing()
    {
        Start("Enforce", "203.0.113.0/24\n", header: "Forwarded");

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("203.0.113.7"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("for=203.0.113.7;proto=https", "Forwarded"));
    }

    [Fact]
    public async Task A_changed_list_takes_effect_and_a_bad_one_does_not()
    {
        Start("Enforce", "203.0.113.0/24\n");

        await File.WriteAllTextAsync(List, "198.51.100.0/24\n", Token);
        clock.Step(FileWatch.Interval);
        await log.UntilAsync(ListRead, Token);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("198.51.100.7"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("203.0.113.7"));

        await File.WriteAllTextAsync(List, "203.0.113.7/24\n", Token);
        clock.Step(FileWatch.Interval);
        var refused = await log.UntilAsync(ListRefused, Token);
        Assert.Contains("line 1 is '203.0.113.7/24'", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("198.51.100.7"));
    }

    [Fact]
    public async Task An_old_list_is_warned_of_once_a_day_and_stays_in_force()
    {
        Start("Enforce", "203.0.113.0/24\n");

        clock.Step(TimeSpan.FromDays(31));
        await log.UntilAsync(ListIsOld, Token);
        clock.Step(AddressListAge.Interval);
        Assert.Single(log.All, static line => line.Id is ListIsOld);
        clock.Step(TimeSpan.FromDays(1));
        await log.UntilAsync(static line => line.Id is ListIsOld, 2, Token);

        Assert.Equal(HttpStatusCode.OK, await PostAsync("203.0.113.7"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("198.51.100.7"));
    }

    private void Start(string mode, string list, bool isBehindProxy = true, string header = "X-Forwarded-For")
    {
        File.WriteAllText(List, list);
        receiver = Receiver.Start(
            new(StringComparer.Ordinal)
            {
                ["WhatsApp:AllowedAddresses"] = List,
                ["WhatsApp:AllowedAddressesMode"] = mode,
                ["WhatsApp:ForwardedHeader"] = header,
                ["WhatsApp:TrustedProxies:0"] = isBehindProxy ? "127.0.0.1" : null,
            },
            services => services.AddSingleton<TimeProvider>(clock).AddLogging(logging => logging.AddProvider(log)).AddWhatsAppWebhooks());
    }

    private async Task<HttpStatusCode> PostAsync(string client, string header = "X-Forwarded-For")
    {
        using var request = Notifications.Signed(receiver!.Callback, "{}");
        request.Headers.Add(header, client);
        using var answer = await receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> ShakeHandsAsync(string client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver!.Callback, $"?hub.mode=subscribe&hub.challenge=1&hub.verify_token={Receiver.VerifyToken}"));
        request.Headers.Add("X-Forwarded-For", client);
        using var answer = await receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
