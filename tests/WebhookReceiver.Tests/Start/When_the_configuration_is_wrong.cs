using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Start;

/// <summary>Settings are written <c>key=value|key=value</c>; a <c>key</c> alone removes one from a valid baseline.</summary>
[Trait("row", "O01")]
public sealed class When_the_configuration_is_wrong
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("WhatsApp:VerifyToken=", "WhatsApp:VerifyToken is missing")]
    [InlineData("WhatsApp:VerifyToken=   ", "WhatsApp:VerifyToken is missing")]
    [InlineData("WhatsApp:VerifyToken=1234567", "WhatsApp:VerifyToken is shorter than 8")]
    [InlineData("WhatsApp:VerifyToken=dev-verify-token", "WhatsApp:VerifyToken is the development value")]
    [InlineData("WhatsApp:AppSecret=dev-app-secret", "WhatsApp:AppSecret is the development value")]
    [InlineData("WhatsApp:AdditionalVerifyTokens:0=", "WhatsApp:AdditionalVerifyTokens:0 is empty")]
    [InlineData("WhatsApp:AdditionalVerifyTokens:0=short", "WhatsApp:AdditionalVerifyTokens:0 is shorter")]
    [InlineData("WhatsApp:AdditionalAppSecrets:0=  ", "WhatsApp:AdditionalAppSecrets:0 is empty")]
    [InlineData("WhatsApp:AdditionalAppSecrets:0=dev-app-secret", "WhatsApp:AdditionalAppSecrets:0 is the development value")]
    [InlineData("WhatsApp:Sender=Nobody", "WhatsApp:Sender")]
    [InlineData("WhatsApp:Sender=7", "WhatsApp:Sender is '7'; write Meta, Header, Basic, D360Signature")]
    [InlineData("WhatsApp:Sender=Header|WhatsApp:VerifyToken|WhatsApp:AppSecret", "WhatsApp:HeaderName is missing|WhatsApp:HeaderValue is missing")]
    [InlineData("WhatsApp:Sender=Header|WhatsApp:HeaderName=X-Key|WhatsApp:HeaderValue=0123456789abcdef", "WhatsApp:AppSecret is set, but WhatsApp:Sender is Header|WhatsApp:VerifyToken is set")]
    [InlineData("WhatsApp:HeaderValue=0123456789abcdef", "WhatsApp:HeaderValue is set, but WhatsApp:Sender is Meta")]
    [InlineData("WhatsApp:Endpoints:h:Sender=Header|WhatsApp:Endpoints:h:Path=/h|WhatsApp:Endpoints:h:HeaderName=X-Key|WhatsApp:Endpoints:h:HeaderValue=short", "WhatsApp:Endpoints:h:HeaderValue is shorter than 16")]
    [InlineData("WhatsApp:Endpoints:h:Sender=Header|WhatsApp:Endpoints:h:Path=/h|WhatsApp:Endpoints:h:HeaderName=X-Key|WhatsApp:Endpoints:h:HeaderValue=aaaaaaaaaaaaaaaaaaaa", "WhatsApp:Endpoints:h:HeaderValue is the same character")]
    [InlineData("WhatsApp:Endpoints:h:Sender=Header|WhatsApp:Endpoints:h:Path=/h|WhatsApp:Endpoints:h:HeaderName=X-Key|WhatsApp:Endpoints:h:HeaderValue=0123456789abcdefé", "WhatsApp:Endpoints:h:HeaderValue must consist of printable ASCII")]
    [InlineData("WhatsApp:Endpoints:h:Sender=Header|WhatsApp:Endpoints:h:Path=/h|WhatsApp:Endpoints:h:HeaderName=X Key|WhatsApp:Endpoints:h:HeaderValue=0123456789abcdef", "WhatsApp:Endpoints:h:HeaderName is 'X Key', which is not")]
    [InlineData("WhatsApp:Endpoints:h:Sender=Header|WhatsApp:Endpoints:h:Path=/h|WhatsApp:Endpoints:h:HeaderName=user-agent|WhatsApp:Endpoints:h:HeaderValue=0123456789abcdef", "WhatsApp:Endpoints:h:HeaderName is 'user-agent', which is no secret")]
    [InlineData("WhatsApp:Endpoints:h:Sender=Header|WhatsApp:Endpoints:h:Path=/h|WhatsApp:Endpoints:h:HeaderName=X-Key|WhatsApp:Endpoints:h:HeaderValue=0123456789abcdef|WhatsApp:Endpoints:h:AdditionalHeaderValues:0=", "WhatsApp:Endpoints:h:AdditionalHeaderValues:0 is empty")]
    [InlineData("WhatsApp:Endpoints:b:Sender=Basic|WhatsApp:Endpoints:b:Path=/b", "WhatsApp:Endpoints:b:UserName is missing|WhatsApp:Endpoints:b:Password is missing")]
    [InlineData("WhatsApp:Endpoints:b:Sender=Basic|WhatsApp:Endpoints:b:Path=/b|WhatsApp:Endpoints:b:UserName=a:b|WhatsApp:Endpoints:b:Password=0123456789abcdef", "WhatsApp:Endpoints:b:UserName contains a colon")]
    [InlineData("WhatsApp:Endpoints:b:Sender=Basic|WhatsApp:Endpoints:b:Path=/b|WhatsApp:Endpoints:b:UserName=a|WhatsApp:Endpoints:b:Password=short", "WhatsApp:Endpoints:b:Password is shorter than 16")]
    [InlineData("WhatsApp:Endpoints:b:Sender=Basic|WhatsApp:Endpoints:b:Path=/b|WhatsApp:Endpoints:b:UserName=a|WhatsApp:Endpoints:b:Password=0123456789abcdef|WhatsApp:Endpoints:b:AdditionalCredentials:0:UserName=b", "WhatsApp:Endpoints:b:AdditionalCredentials:0:Password is missing")]
    [InlineData("WhatsApp:Endpoints:b:Sender=Basic|WhatsApp:Endpoints:b:Path=/b|WhatsApp:Endpoints:b:UserName=a|WhatsApp:Endpoints:b:Password=0123456789abcdef|WhatsApp:Endpoints:b:AdditionalCredentials:0:User=b", "WhatsApp:Endpoints:b:AdditionalCredentials:0:User is not a setting; the nearest is WhatsApp:Endpoints:b:AdditionalCredentials:0:UserName")]
    [InlineData("WhatsApp:Endpoints:d:Sender=D360Signature|WhatsApp:Endpoints:d:Path=/d", "WhatsApp:Endpoints:d:AppSecret is missing; set it to the secret from 360dialog")]
    [InlineData("WhatsApp:AppSecret|WhatsApp:AppSecretFile=/no/such/file", "WhatsApp:AppSecretFile: there is no file /no/such/file")]
    [InlineData("WhatsApp:AppSecret|WhatsApp:AppSecretFile=/dev/null", "WhatsApp:AppSecretFile: /dev/null is empty")]
    [InlineData("WhatsApp:AppSecret|WhatsApp:AppSecretFile=/tmp", "WhatsApp:AppSecretFile: /tmp cannot be read")]
    [InlineData("WhatsApp:AppSecret|WhatsApp:AppSecretFile=/dev/zero", "WhatsApp:AppSecretFile: /dev/zero is larger than 65536 bytes")]
    [InlineData("WhatsApp:AppSecretFile=/dev/null", "WhatsApp:AppSecretFile and WhatsApp:AppSecret are both set")]
    [InlineData("WhatsApp:AppSecretFile:0=/dev/null|WhatsApp:AppSecret", "WhatsApp:AppSecretFile must be the path of one file")]
    [InlineData("WhatsApp:PathFile=/dev/null", "WhatsApp:PathFile is not a setting")]
    [InlineData("Operations:ApiKeyFile=/no/such/file", "Operations:ApiKeyFile: there is no file /no/such/file")]
    [InlineData("WhatsApp:AllowedAddresses=/no/such/list", "WhatsApp:AllowedAddresses: |/no/such/list")]
    [InlineData("WhatsApp:AllowedAddresses=/dev/null", "WhatsApp:AllowedAddresses: /dev/null contains no address")]
    [InlineData("WhatsApp:AllowedAddresses=", "WhatsApp:AllowedAddresses: the path is empty")]
    [InlineData("WhatsApp:AllowedAddressesMode=Maybe", "WhatsApp:AllowedAddressesMode")]
    [InlineData("WhatsApp:AllowedAddressesMode=3", "WhatsApp:AllowedAddressesMode is '3'; write Off, Report, Enforce")]
    [InlineData("WhatsApp:ForwardedHeader=X-Real-IP", "WhatsApp:ForwardedHeader is 'X-Real-IP'; write X-Forwarded-For or Forwarded")]
    [InlineData("WhatsApp:Path=webhook", "WhatsApp:Path is 'webhook'")]
    [InlineData("WhatsApp:Path=", "WhatsApp:Path is ''")]
    [InlineData("WhatsApp:Path=/a b", "WhatsApp:Path is '/a b'")]
    [InlineData("WhatsApp:Path=/{anything}", "WhatsApp:Path is '/{anything}'")]
    [InlineData("WhatsApp:MaxBodyBytes=0", "WhatsApp:MaxBodyBytes must be between")]
    [InlineData("WhatsApp:MaxBodyBytes=-1", "WhatsApp:MaxBodyBytes must be between")]
    [InlineData("WhatsApp:MaxBodyBytes=1000000000000", "WhatsApp:MaxBodyBytes")]
    [InlineData("WhatsApp:MaxBodyBytes=4MB", "WhatsApp:MaxBodyBytes")]
    [InlineData("WhatsApp:TrustedProxies:0=10.0.0.0/8|WhatsApp:TrustedProxies:1=proxy", "WhatsApp:TrustedProxies:1 is 'proxy'; it must be an address")]
    [InlineData("WhatsApp:TrustedProxies:0=0.0.0.0/0", "WhatsApp:TrustedProxies:0 is '0.0.0.0/0'")]
    [InlineData("WhatsApp:TrustedProxies:0=", "WhatsApp:TrustedProxies:0 is ''")]
    [InlineData("WhatsApp:TrustedProxy:0=10.0.0.7", "WhatsApp:TrustedProxy is not a setting; the nearest is WhatsApp:TrustedProxies")]
    [InlineData(
        "WhatsApp:Endpoints:shop:Path=/shop|WhatsApp:Endpoints:shop:VerifyToken=token-of-the-shop|WhatsApp:Endpoints:shop:AppSecret=secret-of-the-shop-01234|WhatsApp:Endpoints:shop:TrustedProxies:0=10.0.0.7",
        "WhatsApp:Endpoints:shop:TrustedProxies is not a setting")]
    [InlineData("Channel:Capacity=0", "Channel:Capacity must be between")]
    [InlineData("Channel:Capacity=abc", "Channel:Capacity")]
    [InlineData("Channel:CapacityBytes=0", "Channel:CapacityBytes")]
    [InlineData("Channel:CapacityBytes=4194303", "Channel:CapacityBytes is 4194303")]
    [InlineData("Dispatch:HandlerTimeout=30", "Dispatch:HandlerTimeout is")]
    [InlineData("Dispatch:HandlerTimeout=02:00:00", "Dispatch:HandlerTimeout is")]
    [InlineData("Dispatch:HandlerTimeout=00:00:00", "Dispatch:HandlerTimeout is")]
    [InlineData("Dispatch:HandlerTimeout=half an hour", "Dispatch:HandlerTimeout")]
    [InlineData("Dispatch:Concurrency=0", "Dispatch:Concurrency is 0")]
    [InlineData("Alerts:SilenceAfter=-01:00:00", "Alerts:SilenceAfter is -01:00:00; it must be between 00:00:00, which turns it off")]
    [InlineData("Alerts:SilenceAfter=60", "Alerts:SilenceAfter is 60.00:00:00")]
    [InlineData("Alerts:OldestOpen=soon", "Alerts:OldestOpen")]
    [InlineData("Alerts:OldestOpen=-00:00:01", "Alerts:OldestOpen is -00:00:01")]
    [InlineData("Alerts:HeartbeatEvery=00:00:09", "Alerts:HeartbeatEvery is 00:00:09; it must be at least 00:00:10")]
    [InlineData("Alerts:WebhookUrl=https://alerts.example.com/x", "Alerts:WebhookSecret is missing")]
    [InlineData("Alerts:WebhookUrl=https://alerts.example.com/x|Alerts:WebhookSecret=", "Alerts:WebhookSecret is missing")]
    [InlineData("Alerts:WebhookSecret=short", "Alerts:WebhookSecret is shorter than 16")]
    [InlineData("Alerts:WebhookUrl=https://alerts.example.com|Alerts:WebhookSecret=aaaaaaaaaaaaaaaaaaaa", "Alerts:WebhookSecret is the same character")]
    [InlineData("Alerts:WebhookUrl=http://alerts.example.com|Alerts:WebhookSecret=0123456789abcdef", "Alerts:WebhookUrl must begin with https")]
    [InlineData("Alerts:WebhookUrl=http://10.0.0.7/x|Alerts:WebhookSecret=0123456789abcdef", "Alerts:WebhookUrl must begin with https")]
    [InlineData("Alerts:WebhookUrl=alerts|Alerts:WebhookSecret=0123456789abcdef", "Alerts:WebhookUrl is not an https address")]
    [InlineData("Alerts:WebhookUrl=file:///etc/passwd|Alerts:WebhookSecret=0123456789abcdef", "Alerts:WebhookUrl is not an https address")]
    [InlineData("Alerts:WebhookUrl=|Alerts:WebhookSecret=0123456789abcdef", "Alerts:WebhookUrl is not an https address")]
    [InlineData("Alerts:SilenceAftr=01:00:00", "Alerts:SilenceAftr is not a setting; the nearest is Alerts:SilenceAfter")]
    [InlineData("Dispatch:Concurrency=1025", "Dispatch:Concurrency is 1025")]
    [InlineData("Dispatch:MaxAttempts=0", "Dispatch:MaxAttempts is 0")]
    [InlineData("Dispatch:MaxAttempts=1001", "Dispatch:MaxAttempts is 1001")]
    [InlineData("Dispatch:RetryDelay=00:00:00", "Dispatch:RetryDelay is 00:00:00|hh:mm:ss")]
    [InlineData("Dispatch:RetryDelay=00:05:01", "Dispatch:RetryDelay is 00:05:01")]
    [InlineData("Dispatch:LongestRetryDelay=30", "Dispatch:LongestRetryDelay is 30.00:00:00|hh:mm:ss")]
    [InlineData("Inbox:DuplicateWindowDays=0", "Inbox:DuplicateWindowDays is 0")]
    [InlineData("Inbox:RetentionDays=-1", "Inbox:RetentionDays is -1")]
    [InlineData("Inbox:MinimumFreeBytes=-1", "Inbox:MinimumFreeBytes is -1")]
    [InlineData("Inbox:SegmentBytes=1000", "Inbox:SegmentBytes is 1000")]
    [InlineData("Inbox:Directory=/proc/no/such/folder", "Inbox:Directory (/proc/no/such/folder) cannot be used")]
    [InlineData("Inbox:DeadLetterDays=0", "Inbox:DeadLetterDays is 0")]
    [InlineData("Inbox:StaleEvents=Drop", "Inbox:StaleEvents")]
    [InlineData("Inbox:Store=nonsense", "Inbox:Store is 'nonsense'")]
    [InlineData("Inbox:Directory= ", "Inbox:Directory is empty")]
    [InlineData("EventLog:Path=/proc/no/such/file", "EventLog:Path cannot be written")]
    [InlineData("EventLog:Path=", "EventLog:Path cannot be written")]
    [InlineData("Urls=localhost", "Urls is 'localhost'")]
    [InlineData("Urls=http://127.0.0.1:8080/path", "Urls is 'http://127.0.0.1:8080/path'")]
    [InlineData("Operations:Url=:::", "Operations:Url is ':::'")]
    [InlineData("Operations:ApiKey=", "Operations:ApiKey is empty")]
    [InlineData("Operations:ApiKey=too-short", "Operations:ApiKey is shorter than 16")]
    [InlineData("Operations:ApiKey=a key with blanks in it", "Operations:ApiKey must consist of visible ASCII")]
    [InlineData("Operations:ReadKey=", "Operations:ReadKey is empty")]
    [InlineData("Operations:ReadKey=too-short", "Operations:ReadKey is shorter than 16")]
    [InlineData("Operations:ReadKey=the-same-key-twice|Operations:ApiKey=the-same-key-twice", "Operations:ReadKey is the same as Operations:ApiKey")]
    [InlineData("Urls=http://127.0.0.1:0;http://127.0.0.1:7777|Operations:Url=http://127.0.0.1:7777", "Operations:Url and Urls both use port 7777")]
    [InlineData(
        "WhatsApp:Endpoints:shop:Path=/shop|WhatsApp:Endpoints:shop:VerifyToken=token-of-the-shop|WhatsApp:Endpoints:shop:AppSecret=secret-of-the-shop-01234|WhatsApp:Endpoints:shop:MaxBodyBytes=abc",
        "WhatsApp:Endpoints:shop:MaxBodyBytes: ")]
    [InlineData("WhatsApp:Endpoints:shop:Path=/shop", "WhatsApp:Endpoints:shop:VerifyToken is missing|WhatsApp:Endpoints:shop:AppSecret is missing")]
    [InlineData(
        "WhatsApp:Endpoints:shop:Path=/Webhook/|WhatsApp:Endpoints:shop:VerifyToken=token-of-the-shop|WhatsApp:Endpoints:shop:AppSecret=secret-of-the-shop-01234",
        "WhatsApp:Endpoints:shop:Path")]
    [InlineData(
        "WhatsApp:Endpoints:default:Path=/d|WhatsApp:Endpoints:default:VerifyToken=token-of-the-shop|WhatsApp:Endpoints:default:AppSecret=secret-of-the-shop-01234",
        "WhatsApp:Endpoints:default: the name 'default'")]
    [InlineData(
        "WhatsApp:AppSecret|Channel:Capacity=abc|Dispatch:HandlerTimeout=soon|Inbox:Store=Drawer|Urls=nowhere|EventLog:Path=/proc/no/such/file",
        "WhatsApp:AppSecret is missing|Channel:Capacity|Dispatch:HandlerTimeout|Inbox:Store is 'Drawer'|Urls is 'nowhere'|EventLog:Path cannot be written")]
    [InlineData(
        "WhatsApp:AppSecret|WhatsApp:MaxBodyBytes=abc|WhatsApp:Path=nowhere|Channel:Capacity=abc|Channel:CapacityBytes=0",
        "WhatsApp:AppSecret is missing|WhatsApp:MaxBodyBytes|WhatsApp:Path is 'nowhere'|Channel:Capacity:|Channel:CapacityBytes must be at least 1")]
    public async Task The_start_fails_with_one_message_that_names_every_key(string settings, string expected)
    {
        var (exitCode, message) = await StartAttempt.RunAsync(Parse(settings));

        AssertExplained(exitCode, message, expected.Split('|'));
    }

    [Theory]
    [Trait("row", "V08")]
    [InlineData("WhatsApp:AppSecret|WhatsApp:VerifyToken", "WhatsApp:AppSecret is missing|WhatsApp:VerifyToken is missing")]
    [InlineData("WhatsApp:AppSecret=", "WhatsApp:AppSecret is missing")]
    [InlineData("WhatsApp:AppSecret=fifteen-letters", "WhatsApp:AppSecret is shorter than 16")]
    [InlineData("WhatsApp:AppSecret=dev-app-secret|WhatsApp:VerifyToken=dev-verify-token", "WhatsApp:AppSecret is the development|WhatsApp:VerifyToken is the development")]
    [InlineData("WhatsApp:AdditionalAppSecrets:0=", "WhatsApp:AdditionalAppSecrets:0 is empty")]
    [InlineData("Channel:Capacity=abc|WhatsApp:AppSecret", "Channel:Capacity|WhatsApp:AppSecret is missing")]
    [InlineData("Dispatch:HandlerTimeout=30|Inbox:Store=Drawer", "Dispatch:HandlerTimeout|Inbox:Store")]
    [InlineData("Urls=http://127.0.0.1:7777|Operations:Url=http://127.0.0.1:7777|WhatsApp:VerifyToken", "Operations:Url and Urls|WhatsApp:VerifyToken is missing")]
    [InlineData("EventLog:Path=/proc/no/such/file", "EventLog:Path")]
    public async Task The_process_ends_at_once_with_an_exit_code_and_one_message(string settings, string expected)
    {
        await using var process = ReceiverProcess.Start(Parse(settings));

        var exitCode = await process.UntilExitAsync(Token);

        AssertExplained(exitCode, process.Output, expected.Split('|'));
    }

    [Theory]
    [InlineData("WhatsApp:AppSecrt=typo-app-secret-0123456789", "WhatsApp:AppSecrt|the nearest is WhatsApp:AppSecret.")]
    [InlineData("Inbox:RetentionDay=9|Dispatch:MaxAttemps=9", "the nearest is Inbox:RetentionDays.|the nearest is Dispatch:MaxAttempts.")]
    [InlineData("EventLog:Pth=events.log", "the nearest is EventLog:Path.")]
    [InlineData("Operations:Urls=http://127.0.0.1:0", "the nearest is Operations:Url.")]
    public async Task A_mistyped_key_is_reported_with_the_nearest_one(string settings, string expected)
    {
        var (exitCode, message) = await StartAttempt.RunAsync(Parse(settings));

        AssertExplained(exitCode, message, expected.Split('|'));
    }

    [Theory]
    [InlineData("ShutdownTimeoutSeconds=abc", "ShutdownTimeoutSeconds is 'abc'")]
    [InlineData("ShutdownTimeoutSeconds=-1", "ShutdownTimeoutSeconds is '-1'")]
    [InlineData("ShutdownTimeoutSeconds=00:00:30", "ShutdownTimeoutSeconds is '00:00:30'")]
    [InlineData("Urls=http://127.0.0.1:70000", "Urls is 'http://127.0.0.1:70000'; a port is at most 65535")]
    [InlineData("Kestrel:Certificates:Default:Path=/proc/no/such.pem", "Kestrel:Certificates:Default:Path: there is no file /proc/no/such.pem")]
    [InlineData("Serilog:MinimumLevel:Default=Loud", "Serilog: The value Loud")]
    [InlineData("Serilog:Using:9=No.Such.Sink", "Serilog: Could not load file or assembly 'No.Such.Sink")]
    [InlineData("Logging:LogLevel:Default=Loud", "Logging: Configuration value 'Loud'")]
    public async Task What_the_framework_would_ignore_or_answer_with_a_stack_trace_is_explained(string settings, string expected)
    {
        var (exitCode, message) = await StartAttempt.RunAsync(Parse(settings));

        AssertExplained(exitCode, message, [expected]);
    }

    [Fact]
    public async Task A_mistake_in_a_settings_file_is_reported_with_its_position()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "appsettings.Mistaken.json");
        await File.WriteAllTextAsync(file, "{\n  \"WhatsApp\": {\n    \"Path\" \"/webhook\"\n  }\n}\n", Token);

        try
        {
            var (exitCode, message) = await StartAttempt.RunAsync(Parse("environment=Mistaken"));

            AssertExplained(exitCode, message, [$"'{file}'. Line 3, column 12: "]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", "Unable to configure HTTPS endpoint")]
    [InlineData("http://192.0.2.1:9", "cannot listen on the address")]
    public async Task A_listener_that_cannot_be_opened_ends_the_process_with_one_message_and_nothing_else(string url, string expected)
    {
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Urls"] = url });

        AssertOnlyExplained(await process.UntilExitAsync(Token), process.Output, expected);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_explained_too()
    {
        await using var first = Receiver.Start();
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Urls"] = first.PublicUrl.ToString() });

        AssertOnlyExplained(await process.UntilExitAsync(Token), process.Output, "  - Urls or Operations:Url");
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_explained_too()
    {
        using var temporary = new TemporaryDirectory();
        await File.WriteAllTextAsync(temporary.File("inbox"), "no folder", Token);
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Inbox:Directory"] = temporary.File("inbox") });

        AssertOnlyExplained(await process.UntilExitAsync(Token), process.Output, "  - Inbox:Directory");
    }

    private static Dictionary<string, string?> Parse(string settings) =>
        settings.Split('|').Select(static setting => setting.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => pair.Length is 2 ? pair[1] : null, StringComparer.Ordinal);

    private static void AssertExplained(int exitCode, string message, string[] expected)
    {
        Assert.NotEqual(0, exitCode);
        Assert.All(expected, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Receiver.AppSecret, message, StringComparison.Ordinal);
        Assert.Equal(1, message.Split('\n').Count(static line => line.StartsWith("The receiver did not start.", StringComparison.Ordinal)));
    }

    /// <summary>Neither stream contains any other line, except those that are not complaints.</summary>
    private static void AssertOnlyExplained(int exitCode, string output, string expected)
    {
        var complaints = string.Join('\n', output.Split('\n').Where(static line => !line.Contains("\"Level\":\"Information\"", StringComparison.Ordinal)));

        Assert.Equal(1, exitCode);
        AssertExplained(exitCode, complaints, [expected]);
        Assert.Equal(2, complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
