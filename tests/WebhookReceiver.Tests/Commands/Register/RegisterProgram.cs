using System.Diagnostics;
using System.Text;
using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>Runs <c>register …</c> of the shipped program, with its settings in the environment. Whatever happens, it must not print a secret.</summary>
internal sealed class RegisterProgram
{
    public const string HeaderValue = "scenario-header-value-0123456789";
    public const string BasicPassword = "scenario Basic+/pässword";

    private static readonly string[] Secrets =
    [
        Receiver.AppSecret, Receiver.VerifyToken, GraphStandIn.AppToken, GraphStandIn.AccessToken, D360StandIn.ApiKey, HeaderValue, BasicPassword,
        OnPremisesStandIn.Password, OnPremisesStandIn.LoginToken, OnPremisesStandIn.ConfiguredToken, WrongSecret,
    ];

    /// <summary>A secret that no stand-in accepts.</summary>
    public const string WrongSecret = "wrongScenarioSecret9876543210";

    private readonly Dictionary<string, string?> settings = new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Inbox:Directory"] = "/nonexistent",
        ["WhatsApp:VerifyToken"] = Receiver.VerifyToken,
        ["WhatsApp:AppSecret"] = Receiver.AppSecret,
        ["Graph:AppId"] = GraphStandIn.AppId,
        ["Graph:AccessToken"] = GraphStandIn.AccessToken,
        ["D360:ApiKey"] = D360StandIn.ApiKey,
        ["OnPremises:UserName"] = OnPremisesStandIn.UserName,
        ["OnPremises:Password"] = OnPremisesStandIn.Password,

        // One attempt: the test says when the service is there.
        ["Register:HandshakeTimeout"] = "00:00:00.001",
    };

    /// <summary>A setting; null removes it.</summary>
    public string? this[string key]
    {
        set => settings[key] = value;
    }

    public RegisterProgram With(StandIn graph)
    {
        settings["Graph:Url"] = graph.Url.ToString();
        return this;
    }

    public RegisterProgram With(D360StandIn d360)
    {
        settings["D360:Url"] = d360.Url.ToString();
        return this;
    }

    public RegisterProgram With(OnPremisesStandIn onPremises)
    {
        settings["OnPremises:Url"] = onPremises.Url.ToString();
        return this;
    }

    /// <param name="command">The arguments after <c>register</c>, separated by spaces.</param>
    public async Task<Command> RunAsync(string command)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll"), "register", .. command.Split(' ')])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };

        foreach (var (key, value) in Environment())
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Patience.Token);
        var errors = process.StandardError.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        var ended = new Command(process.ExitCode, await output, await errors);
        AssertSecrecy(ended.Output + ended.Errors);
        return ended;
    }

    /// <summary>The settings as environment variables.</summary>
    public IEnumerable<(string Name, string Value)> Environment() =>
        settings.Where(static setting => setting.Value is not null).Select(static setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!));

    /// <summary>No secret is in the text, in no form in which it is sent and no part of it.</summary>
    public static void AssertSecrecy(string text)
    {
        foreach (var secret in Secrets)
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Uri.EscapeDataString(secret), text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret[^12..], text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{OnPremisesStandIn.UserName}:{secret}")), text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
