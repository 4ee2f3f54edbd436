using System.Reflection;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Start;

/// <summary>
/// The shipped entry point, run in this process with settings on its command line: as good as a process of its own for a start that fails,
/// and ten times as fast. One at a time, because the error stream belongs to the whole process.
/// </summary>
internal static class StartAttempt
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<(int ExitCode, string Message)> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var folder = new TemporaryDirectory();
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // A start that fails leaves its watchers of settings files to the garbage collector, and there are 128 of them for a user.
            ["hostBuilder:reloadConfigOnChange"] = "false",
            ["Urls"] = "http://127.0.0.1:0",
            ["Operations:Url"] = "http://127.0.0.1:0",
            ["Inbox:Directory"] = folder.Path,
            ["WhatsApp:VerifyToken"] = Receiver.VerifyToken,
            ["WhatsApp:AppSecret"] = Receiver.AppSecret,
        };

        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        string[] arguments = [.. all.Where(static setting => setting.Value is not null).Select(static setting => $"--{setting.Key}={setting.Value}")];
        var earlier = Console.Error;
        using var message = new StringWriter();
        Console.SetError(message);

        try
        {
            var main = typeof(Program).Assembly.EntryPoint!;
            var exitCode = await Task.Run(() => (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null)!).WaitAsync(Patience);
            return (exitCode, message.ToString());
        }
        finally
        {
            Console.SetError(earlier);
        }
    }
}
